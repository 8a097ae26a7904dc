/** A moment as records hold it. */
export function stampOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}+0000`
}

/** A moment as Salesforce stamps records: in whole seconds. */
export function secondStampOf(ms: number): string {
  return stampOf(Math.floor(ms / 1000) * 1000)
}

/** The milliseconds of a stamp; NaN for what is none. */
export function timeOf(stamp: unknown): number {
  return typeof stamp === 'string' ? Date.parse(`${stamp.slice(0, 23)}Z`) : NaN
}
