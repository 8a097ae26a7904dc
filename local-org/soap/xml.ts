/** What can be written as XML: a list repeats its element, null is an empty one that says so. */
export type Xml =
  string | number | boolean | null | readonly Xml[] | { readonly [name: string]: Xml | undefined }

export function element(name: string, value: Xml): string {
  if (value === null) return `<${name} xsi:nil="true"/>`
  if (Array.isArray(value)) return (value as readonly Xml[]).map((each) => element(name, each)).join('')
  const content = typeof value === 'object' ? elements(value as Record<string, Xml>) : escaped(String(value))
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`
}

function elements(values: Readonly<Record<string, Xml | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : element(name, value)))
    .join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A reader would take it for a line feed.
  '\r': '&#xD;',
}

/** XML has no way at all to write most control characters. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"\r]/g, (character) => ENTITIES[character] as string)
}
