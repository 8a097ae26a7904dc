import type { Database } from '../../server/store/index.ts'

/** Every row of every table, as one checksum a table: equal dumps mean that nothing was changed. */
export async function dump(db: Database): Promise<Record<string, string | null>> {
  const tables = await db.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname = 'control' or schemaname like 't\\_%' order by 1`,
  )
  const sums: Record<string, string | null> = {}
  for (const { name } of tables) {
    const [row] = await db.query<{ sum: string | null }>(
      `select md5(string_agg(t::text, ',' order by t::text)) as sum from ${name} t`,
    )
    sums[name] = row?.sum ?? null
  }
  return sums
}
