/** The Salesforce mobile app is Small; from the width of a small tablet on, it is the desktop's page. */
export const PHONE = '(max-width: 767px)'

export const formFactor = matchMedia(PHONE).matches ? 'Small' : 'Large'
