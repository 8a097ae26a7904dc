import { boolean, number, string } from '../fields.ts'
import { standardObject } from './standard-object.ts'

/** How many of each currency one of the corporate currency buys. */
export const currencyCoefficient = standardObject({
  name: 'Currency_Coefficient',
  label: 'GS Currency Coefficient',
  pluralLabel: 'GS Currency Coefficients',
  prefix: '1P12',
  fields: [
    string('CurrencyCode', 'Currency Code', { length: 3, matching: 'exact', required: true, unique: true }),
    number('ConversionRate', 'Conversion Rate', { scale: 9, min: 0 }),
    boolean('CorporateCurrency', 'Corporate Currency'),
    boolean('IsActive', 'Is Active', { defaultValue: true }),
  ],
})
