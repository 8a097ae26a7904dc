/** Every sample tenant's name begins so: only these are ever replaced. */
export const SAMPLE = 'Sample business'
