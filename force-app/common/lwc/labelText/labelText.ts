/** Puts values into a label: `{0}` is the first. The order of words is the translator's. */
export function fill(label: string, ...values: readonly (string | number)[]): string {
  return label.replace(/\{(\d+)\}/g, (hole, index: string) => String(values[Number(index)] ?? hole))
}
