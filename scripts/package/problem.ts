import type { PackageSource } from './package-source.ts'

export interface Problem {
  file: string
  line: number
  message: string
}

export interface Finding {
  /** What was looked at: "17 classes". */
  counted: string
  problems: Problem[]
}

export interface Check {
  name: string
  run(source: PackageSource): Finding | Promise<Finding>
}

export const lineAt = (text: string, index: number) => text.slice(0, index).split('\n').length

export const formatProblem = ({ file, line, message }: Problem) => `  ${file}:${line} ${message}`
