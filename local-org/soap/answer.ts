import { SalesforceProblem } from '../salesforce-problem.ts'
import { isServedVersion } from '../rest/versions.ts'
import { DIALECTS, type Address, type Dialect } from './dialects.ts'
import { clientFault, fault, faultXml, SoapFault } from './fault.ts'
import { OPERATIONS } from './operations/index.ts'
import type { Call, Operation, SessionCall, SoapParts } from './parts.ts'
import { child, readEnvelope, textIn, type Element } from './read.ts'
import { element, escaped, type Xml } from './xml.ts'

export interface Answer {
  readonly status: number
  readonly xml: string
}

/** What a message is answered with. */
export function answerTo(parts: SoapParts, address: Address, message: string): Answer {
  const dialect = DIALECTS[address.dialect] as Dialect
  try {
    if (!isServedVersion(address.version)) {
      throw fault('UNSUPPORTED_API_VERSION', 'Invalid Api version specified on URL')
    }
    const { header, operation: given } = readEnvelope(message)
    const operation = operationOf(dialect, address, given)
    const { result, info } = run(operation, { ...address, parts, header, given })
    return { status: 200, xml: envelope(dialect, { name: given.name, result, info }) }
  } catch (problem) {
    if (problem instanceof SoapFault) return { status: 500, xml: faultXml(problem, dialect) }
    if (problem instanceof SalesforceProblem) return { status: 500, xml: faultXml(faultOf(problem), dialect) }
    throw problem
  }
}

function operationOf({ namespace }: Dialect, { dialect }: Address, given: Element): Operation {
  const isKnown = dialect !== 'm' && given.namespace === namespace && Object.hasOwn(OPERATIONS, given.name)
  const operation = isKnown ? OPERATIONS[given.name] : undefined
  if (operation) return operation
  const asked = `{${given.namespace}}${given.name}`
  throw clientFault(`No operation available for request ${asked}, please check the WSDL for the service.`)
}

function run(operation: Operation, call: Call): { result: Xml | undefined; info?: Xml } {
  if (!operation.needsSession) return { result: operation.run(call) }
  const { limits } = call.parts
  const withSession = sessionCall(call)
  limits.count()
  const result = operation.run(withSession)
  const { max, remaining } = limits.apiRequests()
  return { result, info: { limitInfo: { current: max - remaining, limit: max, type: 'API REQUESTS' } } }
}

function sessionCall(call: Call): SessionCall {
  const sessionId = textIn(child(call.header, 'SessionHeader'), 'sessionId') ?? ''
  const session = call.parts.identity.authenticate(`Bearer ${sessionId}`)
  const client = textIn(child(call.header, 'CallOptions'), 'client')
  const origin = `com/salesforce/api/soap/${call.version}.0${client ? `;client=${client}` : ''}`
  return { ...call, session, sessionId, writer: { userId: session.userId, origin } }
}

/** SOAP has its own words for a session that is none. */
function faultOf({ errors, message }: SalesforceProblem): SoapFault {
  const code = errors[0]?.errorCode ?? 'UNKNOWN_EXCEPTION'
  if (code !== 'INVALID_SESSION_ID') return fault(code, message)
  return fault(code, 'Invalid Session ID found in SessionHeader: Illegal Session')
}

function envelope(
  { namespace }: Dialect,
  content: { name: string; result: Xml | undefined; info: Xml | undefined },
): string {
  const { name, result, info } = content
  const header =
    info === undefined ? '' : `<soapenv:Header>${element('LimitInfoHeader', info)}</soapenv:Header>`
  return (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ' +
    `xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${escaped(namespace)}" ` +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `${header}<soapenv:Body>${element(`${name}Response`, { result })}</soapenv:Body></soapenv:Envelope>`
  )
}
