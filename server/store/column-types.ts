import pg from 'pg'

const { DATE } = pg.types.builtins

/**
 * How columns arrive in JavaScript. A date has no time zone, so it stays 'YYYY-MM-DD' (the driver would make it midnight
 * in the server's own zone); bigint and numeric stay strings because a double cannot hold them; timestamptz is a Date.
 */
export function columnTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides()
  types.setTypeParser(DATE, 'text', (value) => value)
  return types
}
