/** How a level of health looks. The icon's shape says the same as its colour. */
export interface HealthLook {
  tone: 'good' | 'fair' | 'poor' | 'unknown'
  icon?: string
  variant?: 'success' | 'warning' | 'error'
}

const LOOKS: Readonly<Record<string, HealthLook>> = {
  good: { tone: 'good', icon: 'utility:success', variant: 'success' },
  fair: { tone: 'fair', icon: 'utility:warning', variant: 'warning' },
  poor: { tone: 'poor', icon: 'utility:error', variant: 'error' },
}

const TREND_ICONS: Readonly<Record<string, string>> = {
  up: 'utility:arrowup',
  down: 'utility:arrowdown',
  same: 'utility:dash',
}

/** A level this version does not know is shown without judgement. */
export const healthLook = (level?: string | null): HealthLook => LOOKS[level ?? ''] ?? { tone: 'unknown' }

export const trendIcon = (trend?: string | null): string | undefined => TREND_ICONS[trend ?? '']

/** The part of a ring of circumference 100 that a score fills. */
export function ringDash(score: number | undefined): string {
  const filled = Math.min(100, Math.max(0, score ?? 0))
  return `${filled} ${100 - filled}`
}
