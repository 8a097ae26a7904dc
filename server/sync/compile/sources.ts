import type { Definition } from '../definition.ts'

/** The columns of a staging table: what is read of each record, in the order in which it is asked for. */
export interface Sources {
  paths: readonly string[]
  /** The staging column of a field; they have numbers, because a way to a field may be longer than a name can be. */
  column(path: string): string
}

/** Every field a job reads, and what every job needs: whose record it is, how old, and whether it was deleted. */
export function sourcesOf(
  { destinations }: Pick<Definition, 'destinations'>,
  system: { id: string; stamp: string; deleted?: string | undefined },
): Sources {
  const used = destinations.flatMap(({ direct, derived }) => [
    ...direct.map(({ source }) => source),
    ...derived.flatMap(({ match }) => match.map(({ source }) => source)),
  ])
  const own = [system.id, system.stamp, ...(system.deleted === undefined ? [] : [system.deleted])]
  const numbers = new Map<string, number>()
  for (const path of [...own, ...used]) {
    const key = path.toLowerCase()
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1)
  }
  const paths = [...new Map([...own, ...used].reverse().map((path) => [path.toLowerCase(), path])).values()]
  paths.sort((a, b) => (numbers.get(a.toLowerCase()) ?? 0) - (numbers.get(b.toLowerCase()) ?? 0))
  return {
    paths,
    column(path) {
      const number = numbers.get(path.toLowerCase())
      if (number === undefined) throw new Error(`${path} is not read by this job`)
      return `"c${number}"`
    },
  }
}

/** All text: what a value is worth is judged when it is loaded. Not logged: a run that loses it reads it again. */
export const createStaging = (table: string, { paths }: Sources): string =>
  `create unlogged table ${table} (${paths.map((_, n) => `"c${n + 1}" text collate "C"`).join(', ')})`

/** The header of the bytes decides the order; an empty value is none, also when it stands in quotes. */
export function copyInto(table: string, { column }: Sources, header: readonly string[]): string {
  const columns = header.map(column).join(', ')
  return `copy ${table} (${columns}) from stdin (format csv, force_null (${columns}))`
}
