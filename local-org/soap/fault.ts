import type { Dialect } from './dialects.ts'
import { element, escaped } from './xml.ts'

/** A call that is refused. */
export class SoapFault extends Error {
  override readonly name = 'SoapFault'
  readonly code: string
  /** Salesforce's own faults say more in a detail of this type; those of SOAP itself do not. */
  readonly type: string | undefined

  constructor(code: string, message: string, type?: string) {
    super(message)
    this.code = code
    this.type = type
  }
}

export function fault(code: string, message: string, type = 'UnexpectedErrorFault'): SoapFault {
  return new SoapFault(code, message, type)
}

/** The message itself is not what it should be. */
export function clientFault(message: string): SoapFault {
  return new SoapFault('soapenv:Client', message)
}

export function faultXml({ code, message, type }: SoapFault, { faults }: Dialect): string {
  const content =
    type === undefined
      ? element('faultcode', code) + element('faultstring', message)
      : element('faultcode', `sf:${code}`) +
        element('faultstring', `${code}: ${message}`) +
        detail(code, message, type)
  return (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ' +
    `xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="${escaped(faults)}" ` +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<soapenv:Body><soapenv:Fault>${content}</soapenv:Fault></soapenv:Body></soapenv:Envelope>`
  )
}

function detail(code: string, message: string, type: string): string {
  const says = element('sf:exceptionCode', code) + element('sf:exceptionMessage', message)
  return `<detail><sf:${type} xsi:type="sf:${type}">${says}</sf:${type}></detail>`
}
