import { expect, test } from 'vitest'
import { statement } from '../../server/store/index.ts'

test('the same SQL always has the same name, other SQL another', () => {
  const one = statement('select 1')
  expect(one).toEqual({ name: expect.stringMatching(/^s_[\w-]{22}$/), text: 'select 1' })
  expect(statement('select 1').name).toBe(one.name)
  expect(statement('select 2').name).not.toBe(one.name)
})
