/** The published password of the demo operators and of every seeded user who has one. */
export const demoPassword = 'Sandbox-1234';
