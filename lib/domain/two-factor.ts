/** The setting by which an owner requires two-factor of admins and owners; its value is a boolean. */
export const REQUIRE_TWO_FACTOR = 'require_two_factor'
