/** Markup that is safe to put into markup. */
export interface Html {
  readonly html: string
}

type Piece = Html | string | undefined | false | readonly Html[]

/** Markup with values in it: text is escaped, markup is not. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return { html: strings.map((text, index) => text + rendered(pieces[index])).join('') }
}

function rendered(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (typeof piece === 'string') return escaped(piece)
  return 'html' in piece ? piece.html : piece.map((item) => item.html).join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
