import { expect, test } from 'vitest'
import { isOrdinaryTag } from '../../src/deployed/ordinary-tag.ts'

test.each([
  ...[
    '1',
    '1.2',
    'v1.2.3',
    '1.2.3-alpine3.19',
    '1.0.0-rc.1',
    '1.0.0.RELEASE',
    '3.12.0b2',
    '2024-01-15',
    '20240115103000'
  ],
  ...['latest', 'main', 'stable-alpine', 'latest-debug', 'release-1.4', 'main-1a2b3c4', 'sha-1a2b3c4d', 'g1a2b3c4'],
  ...['1.2.3-SNAPSHOT', 'RELEASE.2024', 'RELEASE.2024-01-15T10-30-00Z', 'jdk17.0.2', '8u312-jre', '20240115T103000Z']
])('%s is a tag that people give to images', tag => expect(isOrdinaryTag(tag)).toBe(true))

test.each([
  ...['hunter2', 'S3cret', 'SECRETVALUE2', 'secretvalue', 'd41d8cd98f00b204e9800998ecf8427e', 'correct-horse-battery'],
  ...[
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    '1Password',
    'p4ssw0rd',
    'xoxb-12-34-AbCd',
    'AKIAIOSFODNN7EXAMPLE',
    ''
  ]
])('%s may be a password', tag => expect(isOrdinaryTag(tag)).toBe(false))
