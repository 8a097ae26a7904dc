/** What a user may do in the console; each role may do what those before it may. */
export const ROLES = ['viewer', 'admin', 'super-admin'] as const
export type Role = (typeof ROLES)[number]

export const reaches = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least)
