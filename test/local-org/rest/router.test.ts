import { describe, expect, test } from 'vitest'
import type { ApiEndpoint, Method } from '../../../local-org/rest/call.ts'
import { createRouter } from '../../../local-org/rest/router.ts'

const endpoint = (method: Method, path: string): ApiEndpoint => ({
  method,
  path,
  handle: () => ({ status: 200, text: `${method} ${path}` }),
})
const router = createRouter([
  endpoint('GET', '/sobjects/:object/:id'),
  endpoint('PATCH', '/sobjects/:object/:id'),
  endpoint('GET', '/sobjects/:object/describe'),
  endpoint('GET', '/sobjects/:object/:field/:value'),
  endpoint('POST', '/composite'),
  endpoint('GET', '/'),
  endpoint('GET', '/files/:rest*'),
])
const found = (method: Method, path: string) => {
  const match = router.match(method, path)
  return match && 'endpoint' in match ? { path: match.endpoint.path, params: match.params } : match
}

describe('the data API’s router', () => {
  test('prefers a word to a param', () => {
    expect(found('GET', '/sobjects/Account/describe')).toEqual({
      path: '/sobjects/:object/describe',
      params: { object: 'Account' },
    })
    expect(found('GET', '/sobjects/Account/001')).toMatchObject({ params: { object: 'Account', id: '001' } })
  })

  test('decodes what a path carries, and takes a broken escape as it stands', () => {
    expect(found('GET', '/sobjects/X__c/Key__c/a%2Fb%20c')).toMatchObject({ params: { value: 'a/b c' } })
    expect(found('GET', '/sobjects/X__c/Key__c/100%')).toMatchObject({ params: { value: '100%' } })
  })

  test('finds words in any case and ignores a trailing slash', () => {
    expect(found('GET', '/SObjects/account/Describe/')).toMatchObject({ path: '/sobjects/:object/describe' })
    expect(found('GET', '')).toMatchObject({ path: '/' })
  })

  test('answers HEAD as GET, and says which methods a path allows', () => {
    expect(found('HEAD', '/sobjects/Account/001')).toMatchObject({ path: '/sobjects/:object/:id' })
    expect(found('DELETE', '/sobjects/Account/001')).toEqual({ allowed: ['HEAD', 'GET', 'PATCH'] })
    expect(found('GET', '/composite')).toEqual({ allowed: ['POST'] })
  })

  test('gives the rest of a path to a starred param, and knows no other paths', () => {
    expect(found('GET', '/files/a/b/c')).toMatchObject({ params: { rest: 'a/b/c' } })
    expect(found('GET', '/nothing/here')).toBeUndefined()
  })
})
