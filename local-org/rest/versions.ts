const FIRST = 31
const LATEST = 68
const SEASONS = ['Winter', 'Spring', 'Summer'] as const

/** Three releases a year; `Winter '25` was 62. */
export function versions(): { label: string; url: string; version: string }[] {
  return Array.from({ length: LATEST - FIRST + 1 }, (_, index) => {
    const version = FIRST + index
    return { label: label(version), url: `/services/data/v${version}.0`, version: `${version}.0` }
  })
}

export function isServedVersion(version: number): boolean {
  return version >= FIRST && version <= LATEST
}

function label(version: number): string {
  const sinceWinter25 = version - 62
  const year = 25 + Math.floor(sinceWinter25 / 3)
  return `${SEASONS[((sinceWinter25 % 3) + 3) % 3] as string} '${year}`
}
