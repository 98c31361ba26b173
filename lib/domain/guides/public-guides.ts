/** The setting by which an owner lets anybody read the guides without signing in; its value is a boolean. */
export const PUBLIC_GUIDES = 'public_guides'
