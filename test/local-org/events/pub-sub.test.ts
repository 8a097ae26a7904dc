import http2 from 'node:http2'
import { status, type ServiceError } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { PUB_SUB } from '../../../local-org/events/proto.ts'
import { authentication } from './client.ts'
import { ACCOUNTS, listen } from './listen.ts'
import { ORG_ID, START, TOKEN, until } from './org.ts'
import { start } from './start.ts'

const PREFIX = 'sfdc.platform.eventbus.grpc.'

describe('a topic', () => {
  it('tells its tenant, its schema and that it can be subscribed to, but not published to', async () => {
    const { client } = await start()
    const topic = await client.getTopic(ACCOUNTS)
    expect(topic).toMatchObject({
      topicName: ACCOUNTS,
      tenantGuid: `CORE/prod/${ORG_ID}`,
      canPublish: false,
      canSubscribe: true,
    })
    expect(topic.schemaId).toMatch(/^[\w-]{22}$/)
    expect(topic.rpcId).toMatch(/^[\da-f-]{36}$/)
    const schema = await client.getSchema(topic.schemaId)
    expect(schema.schemaId).toBe(topic.schemaId)
    expect(JSON.parse(schema.schemaJson)).toMatchObject({
      type: 'record',
      name: 'AccountChangeEvent',
      namespace: 'com.sforce.eventbus',
    })
  })

  it.each([
    ['an object that is not selected', '/data/AccountTeamMemberChangeEvent'],
    ['an object that does not exist', '/data/NothingChangeEvent'],
    ['a channel that does not exist', '/data/Nothing__chn'],
    ['a platform event', '/event/Order__e'],
  ])('is not found for %s', async (_, topicName) => {
    const { client } = await start()
    const problem = { code: status.NOT_FOUND, details: expect.stringContaining(topicName) as string }
    await expect(client.getTopic(topicName)).rejects.toMatchObject(problem)
    const failure = await client.subscribe({ topicName, numRequested: 1 }).failure()
    expect(failure).toMatchObject(problem)
    expect(failure.metadata.get('error-code')).toEqual([`${PREFIX}topic.not.found`])
  })

  it('comes and goes with the selection of its object', async () => {
    const { org, client } = await start()
    await expect(client.getTopic('/data/Invoice__ChangeEvent')).rejects.toMatchObject({
      code: status.NOT_FOUND,
    })
    org.events.select('Invoice__c', true)
    await expect(client.getTopic('/data/Invoice__ChangeEvent')).resolves.toMatchObject({ canSubscribe: true })
    org.events.select('Invoice__c', false)
    await expect(client.getTopic('/data/Invoice__ChangeEvent')).rejects.toMatchObject({
      code: status.NOT_FOUND,
    })
    expect(() => org.events.select('Nothing', true)).toThrow('There is no object Nothing.')
  })

  it('without a name is invalid', async () => {
    const { client } = await start()
    await expect(client.getTopic('')).rejects.toMatchObject({ code: status.INVALID_ARGUMENT })
  })

  it('has another schema once its object has another field, and the old one can still be asked for', async () => {
    const { org, client } = await start()
    const before = await client.getTopic(ACCOUNTS)
    org.schema.addField('Account', { name: 'Tier__c', label: 'Tier', type: 'string', length: 10 })
    const after = await client.getTopic(ACCOUNTS)
    expect(after.schemaId).not.toBe(before.schemaId)
    expect((await client.getSchema(before.schemaId)).schemaJson).not.toContain('Tier__c')
    expect((await client.getSchema(after.schemaId)).schemaJson).toContain('Tier__c')
    org.schema.removeField('Account', 'Tier__c')
    expect((await client.getTopic(ACCOUNTS)).schemaId).toBe(before.schemaId)
  })
})

describe('a field that nobody may see', () => {
  it('is in no event', async () => {
    const { org, client } = await start()
    org.schema.hideField('Account', 'AnnualRevenue')
    const { schemaId } = await client.getTopic(ACCOUNTS)
    expect((await client.getSchema(schemaId)).schemaJson).not.toContain('AnnualRevenue')
  })
})

describe('a schema id', () => {
  it.each([
    ['', status.INVALID_ARGUMENT, 'schema.validation.failed'],
    ['I8b-dYxvxs5wOtCBr4qsew', status.NOT_FOUND, 'schema.meta.permission'],
  ])('%j is refused', async (schemaId, code, errorCode) => {
    const { client } = await start()
    const problem: unknown = await client.getSchema(schemaId).catch((thrown: unknown) => thrown)
    expect(problem).toMatchObject({ code })
    expect((problem as ServiceError).metadata.get('error-code')).toEqual([PREFIX + errorCode])
  })
})

describe('who calls', () => {
  it.each([
    ['a token that is no good', { ...authentication, accesstoken: 'bad' }, 'service.auth.error'],
    ['the id of another org', { ...authentication, tenantid: '00D000000000001AAA' }, 'service.auth.error'],
    ['no token', { instanceurl: 'https://x', tenantid: ORG_ID }, 'service.auth.headers.invalid'],
    ['no instance url', { accesstoken: TOKEN, tenantid: ORG_ID }, 'service.auth.headers.invalid'],
    ['no tenant', { accesstoken: TOKEN, instanceurl: 'https://x' }, 'service.auth.headers.invalid'],
  ])('is refused with %s', async (_, as: Record<string, string>, errorCode) => {
    const { client } = await start()
    await expect(client.getTopic(ACCOUNTS, as)).rejects.toMatchObject({ code: status.UNAUTHENTICATED })
    const failure = await client.subscribe({ topicName: ACCOUNTS, numRequested: 1 }, as).failure()
    expect(failure.code).toBe(status.UNAUTHENTICATED)
    expect(failure.metadata.get('error-code')).toEqual([PREFIX + errorCode])
    const [rpcId] = failure.metadata.get('rpc-id')
    expect(failure.details.endsWith(`rpcId: ${String(rpcId)}`)).toBe(true)
  })

  it.each([ORG_ID.slice(0, 15), `core/prod/${ORG_ID}`])('may name the org as %s', async (tenantid) => {
    const { client } = await start()
    await expect(client.getTopic(ACCOUNTS, { ...authentication, tenantid })).resolves.toBeDefined()
  })

  it('is asked again with every request for more events', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    org.tokens.delete(TOKEN)
    subscription.fetch({ numRequested: 1 })
    expect(await subscription.failure()).toMatchObject({ code: status.UNAUTHENTICATED })
  })

  it('is asked again before a silent stream is said to be alive', async () => {
    const { org, client } = await start({ keepAliveMs: 20 })
    const subscription = await listen(org, client)
    org.tokens.delete(TOKEN)
    expect(await subscription.failure()).toMatchObject({ code: status.UNAUTHENTICATED })
  })
})

describe('the API', () => {
  it.each(['Publish', 'PublishStream', 'ManagedSubscribe'])('does not implement %s', async (method) => {
    const { client } = await start()
    const stream =
      method === 'Publish' ? undefined : (client.client[method] as () => NodeJS.ReadWriteStream)()
    const problem = stream
      ? await new Promise((resolve) => stream.on('error', resolve).on('data', resolve))
      : await client.ask(method, {}).catch((thrown: unknown) => thrown)
    expect(problem).toMatchObject({ code: status.UNIMPLEMENTED })
  })

  it('can be had without encryption', async () => {
    const { org, client } = await start({ tls: false })
    expect(org.events.certificate).toBeUndefined()
    await expect(client.getTopic(ACCOUNTS)).resolves.toMatchObject({ topicName: ACCOUNTS })
  })

  it('ends its streams in peace when it closes, and answers no more', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    await org.events.close()
    await until(() => subscription.outcome.ended === true)
    expect(subscription.outcome.problem).toBeUndefined()
    await expect(client.getTopic(ACCOUNTS)).rejects.toMatchObject({ code: status.UNAVAILABLE })
  })

  it('remembers what was asked of it', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client, ACCOUNTS, 5)
    org.insert('Account', { Name: 'A' })
    await subscription.events(1)
    await subscription.end()
    const [stream] = org.events.log
    expect(stream).toMatchObject({
      ...{ method: 'Subscribe', subject: ACCOUNTS, userId: org.users[0], at: START, endedAt: START },
      ...{ requested: 5, delivered: 1, errorCode: undefined },
    })
    await client.getTopic('/data/Nothing').catch(() => undefined)
    expect(org.events.log.at(-1)).toMatchObject({ method: 'GetTopic', errorCode: `${PREFIX}topic.not.found` })
  })

  it('forgets a stream whose connection broke', async () => {
    const { org } = await start({ tls: false })
    const session = http2.connect(`http://localhost:${org.port}`)
    const call = session.request({
      ...authentication,
      ':method': 'POST',
      ':path': PUB_SUB['Subscribe']!.path,
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    const message = PUB_SUB['Subscribe']!.requestSerialize({ topicName: ACCOUNTS, numRequested: 5 })
    const head = Buffer.alloc(5)
    head.writeUInt32BE(message.length, 1)
    call.on('error', () => undefined).write(Buffer.concat([head, message]))
    await org.listening(ACCOUNTS)
    session.on('error', () => undefined)
    session.socket.destroy()
    await until(() => org.events.log[0]?.endedAt !== undefined)
    org.insert('Account', { Name: 'A' })
    expect(org.events.log[0]?.delivered).toBe(0)
  })

  it('forgets a stream whose client is gone', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    subscription.stream.cancel()
    await until(() => org.events.log[0]?.endedAt !== undefined)
    org.insert('Account', { Name: 'A' })
    expect(org.events.log[0]?.delivered).toBe(0)
  })
})
