import { readFileSync } from 'node:fs'
import { filesIn } from './sources.ts'

/** Custom labels by name, from every `CustomLabels.labels-meta.xml` of the package. */
export function readLabels(forceApp: string): Map<string, string> {
  return new Map(labelFiles(forceApp).flatMap((file) => parseLabels(readFileSync(file, 'utf8'))))
}

export function labelFiles(forceApp: string): string[] {
  return filesIn(forceApp, '**/labels/*.labels-meta.xml')
}

export function parseLabels(xml: string): [name: string, value: string][] {
  return [...xml.matchAll(/<labels>([\s\S]*?)<\/labels>/g)].map(([, label = '']) => [
    textOf(label, 'fullName').trim(),
    textOf(label, 'value'),
  ])
}

function textOf(xml: string, tag: string): string {
  return unescapeXml(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(xml)?.[1] ?? '')
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function unescapeXml(text: string): string {
  return text.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, entity: string) => {
    if (/^#x/i.test(entity)) return String.fromCodePoint(Number.parseInt(entity.slice(2), 16))
    if (entity.startsWith('#')) return String.fromCodePoint(Number(entity.slice(1)))
    return ENTITIES[entity] ?? whole
  })
}
