import { API_NAME, FLAG, IDS, oneOf, wholeNumber } from '../../param-shapes.ts'
import { InvalidInput, needed, optional } from '../../params.ts'
import { action } from '../action.ts'
import { GAP_TYPES, type ControlParts } from '../parts.ts'

const OBJECT = needed(API_NAME, 'Of which object.')

export const EVENT_ACTIONS = {
  gap: action({
    path: '/events/gap',
    help: 'Changes that are told by their ids only.',
    params: {
      object: OBJECT,
      ids: needed(IDS, 'Of which records.'),
      type: optional(oneOf(GAP_TYPES), 'What happened to them; GAP_UPDATE when left out.'),
    },
    run: (parts, { object, ids, type }) => parts.events.gap(nameOf(parts, object), ids, type),
  }),
  overflow: action({
    path: '/events/overflow',
    help: 'More changes than can be told: only that the object is to be read anew.',
    params: { object: OBJECT },
    run: (parts, { object }) => parts.events.overflow(nameOf(parts, object)),
  }),
  expire: action({
    path: '/events/expire',
    help: 'Events are forgotten, as after 72 hours.',
    params: { before: needed(wholeNumber(0), 'The replay id before which all go.') },
    run: ({ events }, { before }) => events.expireBefore(before),
  }),
  capture: action({
    path: '/events/capture',
    help: 'Change data capture is turned on or off for an object.',
    params: { object: OBJECT, on: needed(FLAG, 'Whether.') },
    run: (parts, { object, on }) => parts.events.select(nameOf(parts, object), on),
  }),
}

export const LIMIT_ACTIONS = {
  limits: action({
    path: '/limits',
    help: 'How many API requests are left today.',
    params: { remaining: needed(wholeNumber(0), 'So many.') },
    run: ({ limits }, { remaining }) => limits.setRemaining(remaining),
  }),
}

function nameOf({ schema }: ControlParts, object: string): string {
  const found = schema.object(object)
  if (!found) throw new InvalidInput([`There is no object ${object}.`])
  return found.name
}
