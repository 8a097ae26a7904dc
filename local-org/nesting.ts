const QUOTE = 0x22
const ESCAPE = 0x5c

/** Whether lists and objects in a JSON text lie deeper in one another than that: code that goes into each would not come back. */
export function isNestedDeeper(json: string, most: number): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at)
    if (character === QUOTE) at = endOfText(json, at)
    else if (isOpening(character)) depth++
    else if (isClosing(character)) depth--
    if (depth > most) return true
  }
  return false
}

function endOfText(json: string, start: number): number {
  let at = start + 1
  while (at < json.length && json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === ESCAPE ? 2 : 1
  return at
}

function isOpening(character: number): boolean {
  return character === 0x5b || character === 0x7b
}

function isClosing(character: number): boolean {
  return character === 0x5d || character === 0x7d
}
