import { XMLParser } from 'fast-xml-parser'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEnvelope } from '../../../local-org/soap/read.ts'
import { element } from '../../../local-org/soap/xml.ts'
import { deletedAccounts } from '../control/running-control.ts'
import { message, runningSoap } from './running-soap.ts'

let org: Awaited<ReturnType<typeof runningSoap>>
beforeAll(async () => {
  org = await runningSoap()
})
afterAll(() => org.close())

const loginCall = (prefix = 'p') =>
  `<${prefix}:login><${prefix}:username>${org.user.username}</${prefix}:username>` +
  `<${prefix}:password><![CDATA[${org.user.password}]]></${prefix}:password></${prefix}:login>`
const session = (prefix = 'p') => {
  const token = org.identity.accessTokenFor(org.user.userId)
  return `<${prefix}:SessionHeader><${prefix}:sessionId>${token}</${prefix}:sessionId></${prefix}:SessionHeader>`
}

describe('an answer', () => {
  it('names where to go on after a login, and clients may', async () => {
    const { status, type, xml } = await org.send(message(loginCall()))
    expect([status, type]).toEqual([200, 'text/xml; charset=utf-8'])
    const org15 = org.orgId.slice(0, 15)
    expect(xml).toContain(`<serverUrl>${org.url}/services/Soap/u/64.0/${org15}</serverUrl>`)
    expect(xml).toContain(`<metadataServerUrl>${org.url}/services/Soap/m/64.0/${org15}</metadataServerUrl>`)
    expect(xml).toContain(`<organizationId>${org.orgId}</organizationId>`)
    expect(xml).toContain('<passwordExpired>false</passwordExpired>')
    const path = `/services/Soap/u/64.0/${org15}`
    const next = await org.send(message('<p:getServerTimestamp/>', session()), { path })
    expect(next.xml).toContain('<timestamp>2026-11-20T09:30:00.500Z</timestamp>')
    expect(next.xml).toMatch(
      /<limitInfo><current>\d+<\/current><limit>1000<\/limit><type>API REQUESTS<\/type><\/limitInfo>/,
    )
  })

  it('speaks the enterprise dialect at its address, and only there', async () => {
    const path = '/services/Soap/c/64.0'
    const { status, xml } = await org.send(message(loginCall('c')), { path })
    expect([status, xml.includes('xmlns="urn:enterprise.soap.sforce.com"')]).toEqual([200, true])
    expect(xml).toContain('/services/Soap/c/64.0/')
    const wrong = await org.send(message(loginCall('p')), { path })
    expect(wrong.xml).toContain('No operation available for request {urn:partner.soap.sforce.com}login')
    const [id] = deletedAccounts(org, 1)
    const [master] = org.store.records('Account')
    await org.send(message(`<c:undelete><c:ids>${id!}</c:ids></c:undelete>`, session('c')), { path })
    const merge = `<c:merge><c:request><c:masterRecord xsi:type="c:Account"><c:Id>${master!.Id}</c:Id>
      <c:NumberOfEmployees xsi:nil="true"/><c:fieldsToNull>Industry</c:fieldsToNull></c:masterRecord><c:recordToMergeIds>${id!}</c:recordToMergeIds></c:request></c:merge>`
    const merged = await org.send(message(merge, session('c')), { path })
    expect(org.store.read('Account', master!.Id)).toMatchObject({ NumberOfEmployees: null, Industry: null })
    expect(merged.xml).toContain(`<mergedRecordIds>${id!}</mergedRecordIds><success>true</success>`)
  })

  it('is a fault with a detail where Salesforce refuses', async () => {
    const { status, xml } = await org.send(message('<p:getUserInfo/>'))
    expect(status).toBe(500)
    const { Envelope } = new XMLParser({ removeNSPrefix: true }).parse(xml)
    const words = 'Invalid Session ID found in SessionHeader: Illegal Session'
    expect(Envelope.Body.Fault).toEqual({
      faultcode: 'sf:INVALID_SESSION_ID',
      faultstring: `INVALID_SESSION_ID: ${words}`,
      detail: { UnexpectedErrorFault: { exceptionCode: 'INVALID_SESSION_ID', exceptionMessage: words } },
    })
    const login = await org.send(message('<p:login/>'))
    expect(login.xml).toContain('<sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>INVALID_LOGIN<')
  })

  it('refuses the metadata API, which it has not', async () => {
    const call = '<m:describeMetadata xmlns:m="http://soap.sforce.com/2006/04/metadata"/>'
    const { xml } = await org.send(message(call), { path: '/services/Soap/m/64.0' })
    expect(xml).toContain(
      'No operation available for request {http://soap.sforce.com/2006/04/metadata}describeMetadata',
    )
  })
})

describe('undelete', () => {
  it('of all or none', async () => {
    const ids = deletedAccounts(org, 1)
    const header = `${session()}<p:AllOrNoneHeader><p:allOrNone>true</p:allOrNone></p:AllOrNoneHeader>`
    const call = `<p:undelete><p:ids>${ids[0]!}</p:ids><p:ids>001000000000000AAA</p:ids></p:undelete>`
    const { xml } = await org.send(message(call, header))
    expect(xml).toContain('ALL_OR_NONE_OPERATION_ROLLED_BACK')
    expect(org.store.read('Account', ids[0]!)?.['IsDeleted']).toBe(true)
  })

  it('of more than 200 is refused as a whole', async () => {
    const ids = deletedAccounts(org, 201).map((id) => `<p:ids>${id}</p:ids>`)
    const { xml } = await org.send(message(`<p:undelete>${ids.join('')}</p:undelete>`, session()))
    expect(xml).toContain('<faultcode>sf:EXCEEDED_ID_LIMIT</faultcode>')
  })
})

describe('what is no message', () => {
  it.each([
    ['nothing', '', /Premature end of file\./],
    ['no XML', '{"a":1}', /soapenv:Client/],
    ['an element that is not closed', '<a><b></a>', /Expected closing tag/],
    ['no envelope', '<a/>', /no SOAP envelope/],
    ['an envelope without a body', '<e:Envelope xmlns:e="x"><e:Header/></e:Envelope>', /no SOAP envelope/],
    ['an empty body', message(''), /no SOAP envelope/],
    [
      'two envelopes',
      '<Envelope><Body><x/></Body></Envelope><Envelope><Body><x/></Body></Envelope>',
      /[Rr]oot/,
    ],
    [
      'a call that no table has',
      message('<p:toString/>'),
      /No operation available for request \{urn:partner.soap.sforce.com\}toString/,
    ],
    ['a call named like a prototype', message('<p:__proto__/>'), /soapenv:Client/],
    ['a nesting without end', '<a>'.repeat(5_000) + '</a>'.repeat(5_000), /soapenv:Client/],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', /DOCTYPE is not allowed/],
    [
      'an entity of its own',
      message('<p:login><p:username>&file;</p:username></p:login>'),
      /entity .{0,6}file.{0,6} was referenced/,
    ],
    [
      'an inherited entity',
      message('<p:login><p:username>&constructor;</p:username></p:login>'),
      /constructor/,
    ],
    [
      'a character that is none',
      message('<p:login><p:username>&#x110000;</p:username></p:login>'),
      /was referenced/,
    ],
  ])('%s: is answered with a fault', async (_, text, words) => {
    const { status, xml } = await org.send(text)
    expect(status).toBe(500)
    expect(xml).toMatch(/<faultcode>soapenv:Client<\/faultcode>/)
    expect(xml).toMatch(words)
  })

  it('is refused when it is too large, sent as something else or in another way', async () => {
    const large = await org.send(message(`<p:x>${'y'.repeat(11 * 1024 * 1024)}</p:x>`))
    expect(large.xml).toContain('sf:EXCEEDED_MAX_SIZE_REQUEST')
    expect((await org.send(message(loginCall()), { type: 'text/plain' })).status).toBe(415)
    expect((await org.send('', { method: 'GET' })).status).toBe(405)
    expect((await org.send('', { path: '/services/Soap/x/64.0' })).status).toBe(404)
  })
})

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'<>&"\'\r\n\t ]]>;#x41'),
    fc.constantFrom('é', '漢', '😀'),
    fc.string({ maxLength: 1 }),
  ),
})

describe('texts', () => {
  it('in a CDATA section are text of their element, and never a call', () => {
    const { operation } = readEnvelope(message('<![CDATA[<x/>]]><p:x>a<![CDATA[<b>&amp;]]>c</p:x>'))
    expect(operation).toMatchObject({ name: 'x', text: 'a<b>&amp;c', children: [] })
  })

  it('are read as the client meant them', () => {
    const escaped = (text: string) =>
      text
        .replace(/[&<>\r]/g, (c) => `&#${c.charCodeAt(0)};`)
        .replace(/["']/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`)
    fc.assert(
      fc.property(anyText, (text) => {
        const { operation } = readEnvelope(message(`<p:x>${escaped(text)}</p:x>`))
        expect(operation.text).toBe(text)
      }),
    )
  })

  it('are written so that any reader gets them back', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { operation } = readEnvelope(message(element('x', text)))
        expect(operation.text).toBe(text.replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD'))
      }),
    )
  })
})
