import { z } from 'zod'
import { endpoint, type AnyEndpoint } from '../http/endpoint.ts'
import { homePage } from './home-page.ts'
import { describeApi } from './openapi.ts'
import type { Codes } from './code-table.ts'
import { docsPage } from './page.ts'
import { STYLE } from './style.ts'

const HTML = 'text/html; charset=utf-8'

/** The documentation describes the endpoints it is given and itself. */
export function documentation(options: {
  endpoints: readonly AnyEndpoint[]
  version: string
  /** What answers can say beside errors. */
  codes: readonly Codes[]
}): AnyEndpoint[] {
  const own: AnyEndpoint[] = []
  const all = () => [...options.endpoints, ...own]
  const text = (
    path: string,
    summary: string,
    { produces, make }: { produces: string; make: () => string },
  ) => {
    let made: string | undefined
    return endpoint({
      name: `get${summary.replaceAll(/(^|\W+)(\w)/g, (_all, _gap, letter: string) => letter.toUpperCase())}`,
      method: 'GET',
      path,
      door: 'open',
      summary,
      produces,
      answer: z.string(),
      handle: () => (made ??= make()),
    })
  }
  own.push(
    text('/openapi.json', 'API description', {
      produces: 'application/json; charset=utf-8',
      make: () => JSON.stringify(describeApi(all(), options.version)),
    }),
    text('/docs', 'API reference', {
      produces: HTML,
      make: () => docsPage(all(), describeApi(all(), options.version), options.codes),
    }),
    text('/docs/style.css', 'Style of the pages', { produces: 'text/css; charset=utf-8', make: () => STYLE }),
    text('/', 'Home', { produces: HTML, make: () => homePage(options.version) }),
  )
  return own
}
