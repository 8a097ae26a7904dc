import { healthLook, ringDash, trendIcon } from 'c/healthLook'

describe('healthLook', () => {
  it('gives every level a shape of its own, never a colour alone', () => {
    const icons = ['good', 'fair', 'poor'].map((level) => healthLook(level).icon)
    expect(new Set(icons).size).toBe(3)
    expect(icons).not.toContain(undefined)
  })

  it.each(['excellent', undefined, null])('passes no judgement on the level %s', (level) => {
    expect(healthLook(level)).toEqual({ tone: 'unknown' })
  })

  it('points the trend up, down or along, or nowhere', () => {
    expect(['up', 'down', 'same'].map(trendIcon)).toEqual([
      'utility:arrowup',
      'utility:arrowdown',
      'utility:dash',
    ])
    expect(trendIcon('sideways')).toBeUndefined()
    expect(trendIcon(null)).toBeUndefined()
  })

  it('never draws more or less than a whole ring', () => {
    expect([82, -5, 140, undefined].map(ringDash)).toEqual(['82 18', '0 100', '100 0', '0 100'])
  })
})
