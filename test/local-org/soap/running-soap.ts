import { createServer } from 'node:http'
import { createSoap } from '../../../local-org/soap/index.ts'
import { listen, smallOrg } from '../control/running-control.ts'

/** An org of 40 accounts that can be called by SOAP. */
export async function runningSoap() {
  const org = await smallOrg()
  const { identity, store, schema, limits, orgId } = org
  let url = ''
  /** The tokens of all logins, those that were refused afterwards too. */
  const issued: string[] = []
  const watched: typeof identity = {
    ...identity,
    login(username, password) {
      const login = identity.login(username, password)
      if ('accessToken' in login) issued.push(login.accessToken)
      return login
    },
  }
  const soap = createSoap({ identity: watched, store, schema, limits, orgId, now: store.now, url: () => url })
  const server = createServer((req, res) => {
    void soap.handle(req, res, new URL(req.url ?? '/', 'http://org.invalid')).then((isIts) => {
      if (!isIts) res.writeHead(404).end()
    })
  })
  url = await listen(server)
  org.at(url)
  const user = identity.credentials().find(({ isActive }) => isActive)!
  /** A message of one's own making. */
  async function send(
    message: string,
    { path = '/services/Soap/u/64.0', method = 'POST', type = 'text/xml' } = {},
  ) {
    const body = method === 'POST' ? { body: message } : {}
    const answer = await fetch(url + path, { method, headers: { 'content-type': type }, ...body })
    return { status: answer.status, type: answer.headers.get('content-type'), xml: await answer.text() }
  }
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await org.events.close()
  }
  return { ...org, url, user, issued, send, close }
}

/** As a client writes it, with what it calls and whatever stands in the header. */
export function message(call: string, header = ''): string {
  return (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="urn:partner.soap.sforce.com" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:c="urn:enterprise.soap.sforce.com">' +
    `<e:Header>${header}</e:Header><e:Body>${call}</e:Body></e:Envelope>`
  )
}
