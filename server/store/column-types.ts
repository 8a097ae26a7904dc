import pg from 'pg'

const DATE = 1082
const DATE_ARRAY = 1182
const TEXT_ARRAY: number = 1009

/**
 * How columns arrive in JavaScript. A date has no time zone, so it stays 'YYYY-MM-DD' (the driver would make it midnight
 * in the server's own zone); bigint and numeric stay strings because a double cannot hold them; timestamptz is a Date.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format === 'binary') return pg.types.getTypeParser(oid, format)
    if (oid === DATE) return (value: string) => value
    return pg.types.getTypeParser(oid === DATE_ARRAY ? TEXT_ARRAY : oid, 'text')
  },
}
