// Fields put together from other fields: addresses, and the names of people.
import type { SObject } from '../../records/types.ts'
import type { Field } from '../types.ts'
import { double, picklist, READ_ONLY, text, textArea, type More } from './fields.ts'

const ACCURACIES = [
  'Address',
  'NearAddress',
  'Block',
  'Street',
  'ExtendedZip',
  'Zip',
  'Neighborhood',
  'City',
  'County',
  'State',
  'Unknown',
]

/** `Billing` gives BillingStreet and the others, and BillingAddress made of them. */
export function addressFields(prefix: string): readonly Field[] {
  const whole = `${prefix}Address`
  const part: More = { partOf: whole }
  const textOf = (record: SObject, name: string) => {
    const value = record[prefix + name]
    return typeof value === 'string' ? value : null
  }
  return [
    textArea(`${prefix}Street`, 255, part),
    text(`${prefix}City`, 40, part),
    text(`${prefix}State`, 80, { ...part, label: `${prefix} State/Province`.trim() }),
    text(`${prefix}PostalCode`, 20, { ...part, label: `${prefix} Zip/Postal Code`.trim() }),
    text(`${prefix}Country`, 80, part),
    double(`${prefix}Latitude`, 18, 15, part),
    double(`${prefix}Longitude`, 18, 15, part),
    picklist(`${prefix}GeocodeAccuracy`, ACCURACIES, { ...part, length: 40, restricted: true }),
    {
      name: whole,
      label: `${prefix} Address`.trim(),
      type: 'address',
      ...READ_ONLY,
      sortable: false,
      groupable: false,
      formula(record) {
        const address = {
          street: textOf(record, 'Street'),
          city: textOf(record, 'City'),
          state: textOf(record, 'State'),
          postalCode: textOf(record, 'PostalCode'),
          country: textOf(record, 'Country'),
        }
        return Object.values(address).every((value) => value === null) ? null : address
      },
    },
  ]
}

/** A person's Name and its parts. In some places the family name comes first: a name kept that way stays so. */
export function personNameFields(): readonly Field[] {
  const part: More = { partOf: 'Name' }
  return [
    text('LastName', 80, { ...part, nillable: false }),
    text('FirstName', 40, part),
    {
      ...text('Name', 121, { label: 'Full Name', ...READ_ONLY, nillable: false, nameField: true }),
      formula: (person) =>
        person.Name === `${asText(person.LastName)} ${asText(person.FirstName)}`
          ? person.Name
          : fullName(person),
    },
  ]
}

export function fullName({ FirstName, LastName }: SObject): string {
  return `${asText(FirstName)} ${asText(LastName)}`.trim()
}

const asText = (value: unknown) => (typeof value === 'string' ? value : '')
