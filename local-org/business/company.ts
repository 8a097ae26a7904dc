/** The software company whose org this is. Its domain can never be real. */
export const COMPANY_DOMAIN = 'meridane.example'
export const COMPANY_NAME = 'Meridane Software'
