/** The WSDLs that Salesforce hands out differ in their namespaces. */
export interface Dialect {
  readonly namespace: string
  /** The namespace of its faults. */
  readonly faults: string
}

export const DIALECTS: Readonly<Record<string, Dialect>> = {
  /** Partner. */
  u: { namespace: 'urn:partner.soap.sforce.com', faults: 'urn:fault.partner.soap.sforce.com' },
  /** Enterprise. */
  c: { namespace: 'urn:enterprise.soap.sforce.com', faults: 'urn:fault.enterprise.soap.sforce.com' },
  /** Metadata: a login names its address, but this org has none of its operations. */
  m: {
    namespace: 'http://soap.sforce.com/2006/04/metadata',
    faults: 'http://soap.sforce.com/2006/04/metadata',
  },
}

export interface Address {
  readonly dialect: string
  readonly version: number
}

/** `/services/Soap/u/64.0`, after which a login puts the id of the org. */
export function addressIn(pathname: string): Address | undefined {
  const match = /^\/services\/Soap\/([ucm])\/(\d{1,3})(?:\.0)?(?:\/\w*)?$/i.exec(pathname)
  return match ? { dialect: (match[1] as string).toLowerCase(), version: Number(match[2]) } : undefined
}
