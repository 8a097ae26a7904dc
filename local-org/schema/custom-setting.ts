import { REQUIRED, labelOf, reference, text } from './standard/fields.ts'
import { recordFields } from './standard/system.ts'
import type { Field, ObjectType } from './types.ts'

interface Definition {
  name: string
  label?: string | undefined
  fields: readonly Field[]
}

/** A hierarchy custom setting: one row for the organisation, and one for each profile and user that differs. */
export function customSetting({ name, label = labelOf(name), fields }: Definition): ObjectType {
  return {
    ...{ name, label, labelPlural: label, keyPrefix: '' },
    customSetting: true,
    undeletable: false,
    fields: recordFields(
      text('Name', 80, { nameField: true, idLookup: true, initial: ({ Id }) => Id }),
      reference('SetupOwnerId', ['Organization', 'Profile', 'User'], {
        ...REQUIRED,
        label: 'Location',
        unique: true,
        updateable: false,
      }),
      ...fields,
    ),
  }
}
