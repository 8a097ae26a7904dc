import { filesMatching } from './package-source.ts'
import { lineAt, type Check } from './problem.ts'

export const apiVersion: Check = {
  name: 'one API version everywhere',
  run(source) {
    const { sourceApiVersion } = JSON.parse(source.files.get('sfdx-project.json') ?? '{}') as {
      sourceApiVersion?: string
    }
    const versions = filesMatching(source, /-meta\.xml$/).flatMap(({ file, text }) =>
      [...text.matchAll(/<apiVersion>\s*([\d.]+)/g)].map((match) => ({
        file,
        line: lineAt(text, match.index),
        version: match[1],
      })),
    )
    const problems = versions
      .filter(({ version }) => version !== sourceApiVersion)
      .map(({ file, line, version }) => ({
        file,
        line,
        message: `has API version ${version}, the project ${sourceApiVersion}`,
      }))
    return { counted: `${versions.length} files at ${sourceApiVersion}`, problems }
  },
}

export const metaFiles: Check = {
  name: 'every component has its metadata',
  run(source) {
    const classes = filesMatching(source, /\.cls$/).map(({ file }) => `${file}-meta.xml`)
    const bundles = filesMatching(source, /\/lwc\/([^/]+)\/\1\.ts$/).map(({ file }) =>
      file.replace(/\.ts$/, '.js-meta.xml'),
    )
    const missing = [...classes, ...bundles].filter((file) => !source.files.has(file))
    const problems = missing.map((file) => ({ file, line: 1, message: 'is missing' }))
    return { counted: `${classes.length} classes, ${bundles.length} bundles`, problems }
  },
}
