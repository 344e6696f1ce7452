import { Type } from '@sinclair/typebox';
import { accountId } from '../pools/pool.ts';
import { getPool, getPoolByKey } from '../pools/store.ts';
import { invalidParameter } from '../wire/errors.ts';
import { defineOperation, type Operation } from '../wire/operation.ts';
import { UserPoolId } from '../wire/shapes.ts';
import {
  type Domain,
  deleteDomain,
  findDomain,
  getDomain,
  insertDomain,
  updateDomain,
} from './store.ts';

const DomainName = Type.String();
const Target = Type.Object({ UserPoolId, Domain: DomainName });
const Whole = Type.Object({
  UserPoolId,
  Domain: DomainName,
  ManagedLoginVersion: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 })),
  CustomDomainConfig: Type.Optional(Type.Object({ CertificateArn: Type.String() })),
});

/** The made-up name of the distribution that a custom domain's DNS record would point to. */
const distribution = 'd0000000000000.cloudfront.net';

function answer(domain: Domain): object {
  return {
    ManagedLoginVersion: domain.managedLoginVersion,
    ...(domain.certificateArn === undefined ? {} : { CloudFrontDomain: distribution }),
  };
}

const createUserPoolDomain = defineOperation({
  name: 'CreateUserPoolDomain',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Whole,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const certificateArn = input.CustomDomainConfig?.CertificateArn;
    if (certificateArn === undefined && !/^[a-z0-9-]+$/.test(input.Domain)) {
      throw invalidParameter('A prefix domain has letters, digits and hyphens only.');
    }
    if (certificateArn === undefined && /aws|amazon|cognito/.test(input.Domain)) {
      throw invalidParameter('Domain cannot contain reserved word: aws, amazon or cognito');
    }
    const domain = {
      name: input.Domain,
      poolKey: pool.key,
      ...(certificateArn === undefined ? {} : { certificateArn }),
      managedLoginVersion: input.ManagedLoginVersion ?? 1,
    };
    insertDomain(context, pool, domain);
    return answer(domain);
  },
});

const describeUserPoolDomain = defineOperation({
  name: 'DescribeUserPoolDomain',
  category: 'UserPoolResourceRead',
  access: 'iam',
  input: Type.Object({ Domain: DomainName }),
  run(context, input) {
    const domain = findDomain(context, input.Domain);
    if (domain === undefined) return { DomainDescription: {} };
    return {
      DomainDescription: {
        UserPoolId: getPoolByKey(context, domain.poolKey).id,
        AWSAccountId: accountId,
        Domain: domain.name,
        S3Bucket: 'sandbox',
        CloudFrontDistribution: distribution,
        Version: '1',
        Status: 'ACTIVE',
        CustomDomainConfig:
          domain.certificateArn === undefined ? {} : { CertificateArn: domain.certificateArn },
        ManagedLoginVersion: domain.managedLoginVersion,
      },
    };
  },
});

const updateUserPoolDomain = defineOperation({
  name: 'UpdateUserPoolDomain',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Whole,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    const present = getDomain(context, pool, input.Domain);
    const certificateArn = input.CustomDomainConfig?.CertificateArn;
    if (certificateArn !== undefined && present.certificateArn === undefined) {
      throw invalidParameter('A prefix domain cannot have a certificate.');
    }
    const domain = {
      ...present,
      ...(certificateArn === undefined ? {} : { certificateArn }),
      managedLoginVersion: input.ManagedLoginVersion ?? present.managedLoginVersion,
    };
    updateDomain(context, domain);
    return answer(domain);
  },
});

const deleteUserPoolDomain = defineOperation({
  name: 'DeleteUserPoolDomain',
  category: 'UserPoolResourceUpdate',
  access: 'iam',
  input: Target,
  run(context, input) {
    const pool = getPool(context, input.UserPoolId);
    deleteDomain(context, getDomain(context, pool, input.Domain));
    return {};
  },
});

/** The operations on domains of managed login. */
export const domainOperations: readonly Operation[] = [
  createUserPoolDomain,
  describeUserPoolDomain,
  updateUserPoolDomain,
  deleteUserPoolDomain,
];
