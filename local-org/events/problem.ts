import { status } from '@grpc/grpc-js'
import { SalesforceProblem } from '../salesforce-problem.ts'

const PREFIX = 'sfdc.platform.eventbus.grpc.'

/** A call that the Pub/Sub API refuses: with a gRPC status, a code of its own in the trailers, and an id to ask support about. */
export class PubSubProblem extends Error {
  override readonly name = 'PubSubProblem'
  readonly status: status
  readonly errorCode: string

  constructor(code: status, errorCode: string, message: string) {
    super(message)
    this.status = code
    this.errorCode = PREFIX + errorCode
  }
}

const invalid = (errorCode: string, message: string) =>
  new PubSubProblem(status.INVALID_ARGUMENT, errorCode, message)

export const refused = {
  unauthenticated: () =>
    new PubSubProblem(
      status.UNAUTHENTICATED,
      'service.auth.error',
      'An authentication exception occurred. Provide valid authentication via metadata headers.',
    ),
  badHeader: (name: string) =>
    new PubSubProblem(
      status.UNAUTHENTICATED,
      'service.auth.headers.invalid',
      `The ${name} authentication header has an invalid or blank value.`,
    ),
  noTopicName: () => invalid('topic.validation.empty', 'The topic name is blank. Provide a topic name.'),
  unknownTopic: (tenant: string, topic: string) =>
    new PubSubProblem(
      status.NOT_FOUND,
      'topic.not.found',
      `The topic information for org ${tenant} and topic ${topic} not found. ` +
        'Ensure the topic name is correct and that the topic exists.',
    ),
  otherTopic: () =>
    invalid(
      'subscription.fetch.topic.mismatch',
      'The topic name differs from that of the first FetchRequest.',
    ),
  noSchemaId: () => invalid('schema.validation.failed', 'The schema ID is blank. Provide a schema ID.'),
  unknownSchema: (tenant: string, id: string) =>
    new PubSubProblem(
      status.NOT_FOUND,
      'schema.meta.permission',
      `The schema information for org ${tenant} and schema ID ${id} not found. Ensure the schema ID is correct.`,
    ),
  badCount: () =>
    invalid(
      'subscription.fetch.requested.events.invalid',
      'The number of requested events must be greater than zero.',
    ),
  noReplayId: () =>
    invalid(
      'subscription.fetch.replayid.validation.failed',
      'A replay ID is required for the CUSTOM replay preset.',
    ),
  /** Not a replay id of this org, or of something that is kept no longer: Salesforce does not tell the two apart. */
  badReplayId: () =>
    invalid(
      'subscription.fetch.replayid.corrupted',
      'The Replay ID validation failed. Ensure that the Replay ID is valid.',
    ),
} as const

/** Whatever was thrown, as the API says it: a data API's refusal is one of the access token. */
export function asPubSubProblem(thrown: unknown): PubSubProblem {
  if (thrown instanceof PubSubProblem) return thrown
  if (thrown instanceof SalesforceProblem) return refused.unauthenticated()
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new PubSubProblem(status.INTERNAL, 'subscription.internal.error', message)
}
