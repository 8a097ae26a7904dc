import { fill } from 'c/labelText'

describe('labelText', () => {
  it('puts values where the translator wants them', () => {
    expect(fill('{1} von {0}', 100, '82')).toBe('82 von 100')
  })

  it('leaves a hole without a value as it is', () => {
    expect(fill('As of {0}')).toBe('As of {0}')
  })

  it('takes a value literally, whatever signs it holds', () => {
    expect(fill('{0}', '$& {0}')).toBe('$& {0}')
  })
})
