import { API_NAME } from '../../param-shapes.ts'
import { needed } from '../../params.ts'
import { action } from '../action.ts'
import { addField, FIELD_PARAMS } from './custom-field.ts'
import { addObject, OBJECT_PARAMS } from './custom-object.ts'

const OBJECT = needed(API_NAME, 'Of which object.')
const FIELD = needed(API_NAME, 'Which field.')

export const SCHEMA_ACTIONS = {
  'add-object': action({
    path: '/schema/add-object',
    help: 'A custom object, with an id, a name, an owner and stamps besides the fields that are given.',
    params: OBJECT_PARAMS,
    run: ({ schema }, wish) => addObject(schema, wish),
  }),
  'add-field': action({
    path: '/schema/add-field',
    help: 'A custom field; one of that name is replaced.',
    params: { object: OBJECT, ...FIELD_PARAMS },
    run: ({ schema }, { object, ...wish }) => addField(schema, object, wish),
  }),
  'remove-field': action({
    path: '/schema/remove-field',
    help: 'An admin deletes a field.',
    params: { object: OBJECT, field: FIELD },
    run: ({ schema }, { object, field }) => schema.removeField(object, field),
  }),
  'rename-field': action({
    path: '/schema/rename-field',
    help: "An admin changes a field's API name; its values stay.",
    params: { object: OBJECT, from: FIELD, to: needed(API_NAME, 'Its new name.') },
    run: ({ schema }, { object, from, to }) => schema.renameField(object, from, to),
  }),
  'hide-field': action({
    path: '/schema/hide-field',
    help: 'Field-level security takes a field away from everyone; its values stay.',
    params: { object: OBJECT, field: FIELD },
    run: ({ schema }, { object, field }) => schema.hideField(object, field),
  }),
  'show-field': action({
    path: '/schema/show-field',
    help: 'A hidden field can be seen again.',
    params: { object: OBJECT, field: FIELD },
    run: ({ schema }, { object, field }) => schema.hideField(object, field, false),
  }),
}
