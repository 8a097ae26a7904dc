import { findsPlanted, swap, type Case } from './planted.ts'
import { apexRules } from '../../scripts/package/apex-rules.ts'

const CLASSES = 'force-app/team-view/classes'

const APEX: Case[] = [
  [
    'a syntax error',
    apexRules,
    `${CLASSES}/TeamViewClient.cls`,
    swap('return request;', 'return request'),
    /Client\.cls:\d+ column/,
  ],
  [
    'a class without sharing',
    apexRules,
    `${CLASSES}/TeamViewRecord.cls`,
    swap('with sharing', 'without sharing'),
    /Record\.cls:\d+ class TeamViewRecord must declare/,
  ],
  [
    'an inner class without sharing',
    apexRules,
    `${CLASSES}/TeamViewAnswer.cls`,
    swap('with sharing class Health', 'class Health'),
    /class Health must declare/,
  ],
  [
    'a query in system mode',
    apexRules,
    `${CLASSES}/TeamViewTestOrg.cls`,
    swap('WITH USER_MODE', ''),
    /WITH USER_MODE/,
  ],
  [
    'an assembled query',
    apexRules,
    `${CLASSES}/TeamViewRecord.cls`,
    swap('Database.queryWithBinds(', "Database.query('SELECT Id');\nDatabase.queryWithBinds("),
    /must be written out/,
  ],
  [
    'an assembled query in system mode',
    apexRules,
    `${CLASSES}/TeamViewRecord.cls`,
    swap('AccessLevel.USER_MODE', 'AccessLevel.SYSTEM_MODE'),
    /Record\.cls:\d+ an assembled query must run/,
  ],
  [
    'a write as the system',
    apexRules,
    `${CLASSES}/TeamViewRecord.cls`,
    swap('if (found.isEmpty())', 'update found;\nif (found.isEmpty())'),
    /as user/,
  ],
  [
    "another system's message",
    apexRules,
    `${CLASSES}/TeamViewClient.cls`,
    swap(
      'catch (CalloutException unreachable) {',
      'catch (CalloutException unreachable) { String leak = unreachable.getMessage();',
    ),
    /must not reach the user/,
  ],
  [
    'a debug log',
    apexRules,
    `${CLASSES}/TeamViewClient.cls`,
    swap('HttpResponse response', 'System.debug(record);\nHttpResponse response'),
    /debug log/,
  ],
  [
    'an address in code',
    apexRules,
    `${CLASSES}/TeamViewClient.cls`,
    swap('callout:Team_View', 'https://backend.example.com'),
    /named credential/,
  ],
  [
    'a reserved name',
    apexRules,
    `${CLASSES}/TeamViewAnswer.cls`,
    swap('String dueOn', 'String date'),
    /"date" is reserved/,
  ],
  [
    "a test over the org's own data",
    apexRules,
    `${CLASSES}/TeamViewTokenTest.cls`,
    swap('@IsTest', '@IsTest(SeeAllData=true)'),
    /own data/,
  ],
]

findsPlanted('Apex', APEX)
