import { demoPassword } from './demo-password.ts';

/** An operator that the demo pool comes with. */
export interface DemoOperator {
  readonly username: string;
  readonly password: string;
  readonly group: string;
}

/** The demo pool's operators, one a role. */
export const demoOperators: readonly DemoOperator[] = [
  { username: 'admin', password: demoPassword, group: 'pool-admins' },
  { username: 'support', password: demoPassword, group: 'pool-support' },
  { username: 'auditor', password: demoPassword, group: 'pool-auditors' },
];
