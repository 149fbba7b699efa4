import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import { HostedZone, RecordSet, RecordTarget, RecordType } from 'aws-cdk-lib/aws-route53';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  DkimIdentity,
  EasyDkimSigningKeyLength,
  EmailIdentity,
  Identity,
  MailFromBehaviorOnMxFailure,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Stage } from './config.js';

/** What receivers are to do with mail in this domain's name that nobody signed (RFC 7489). */
const DMARC = '"v=DMARC1; p=quarantine; adkim=r; aspf=r"';

interface DnsRecord {
  name: string;
  type: RecordType;
  value: string;
}

/** The domain that mail comes from, signed and aligned, and the set of rules under which it is sent. */
export class Sending extends Construct {
  readonly configurationSet: ConfigurationSet;
  readonly #stage: Stage;
  readonly #identity: EmailIdentity;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.#stage = stage;
    const { domain } = stage;
    this.configurationSet = new ConfigurationSet(this, 'rules', {
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      // Refusing servers without TLS would lose readers' mail, which holds links that expire and nothing secret.
      tlsPolicy: ConfigurationSetTlsPolicy.OPTIONAL,
    });
    this.#identity = new EmailIdentity(this, 'identity', {
      identity: Identity.domain(domain),
      configurationSet: this.configurationSet,
      dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
      mailFromDomain: `bounce.${domain}`,
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
      // What bounced is told as an event, and not mailed to the sender as well.
      feedbackForwarding: false,
    });
    if (stage.hostedZone) this.#makeRecords(stage.hostedZone);
    else this.#putOut();
  }

  /** The resources that sending a digest touches: the identity that signs it and the rules it is sent under. */
  get arns(): string[] {
    const { configurationSetName: resourceName } = this.configurationSet;
    const rules = Stack.of(this).formatArn({ service: 'ses', resource: 'configuration-set', resourceName });
    return [this.#identity.emailIdentityArn, rules];
  }

  /** The condition under which a function may send: in the stage's own name. */
  get fromOurAddress(): Conditions {
    return { StringEquals: { 'ses:FromAddress': this.#stage.sender.address } };
  }

  /** What receivers look up beside the keys of DKIM: the way back for bounces, and DMARC. */
  #records(): DnsRecord[] {
    const { domain } = this.#stage;
    const wayBack = `10 feedback-smtp.${Stack.of(this).region}.amazonses.com`;
    return [
      { name: `bounce.${domain}`, type: RecordType.MX, value: wayBack },
      { name: `bounce.${domain}`, type: RecordType.TXT, value: '"v=spf1 include:amazonses.com ~all"' },
      { name: `_dmarc.${domain}`, type: RecordType.TXT, value: DMARC },
    ];
  }

  #makeRecords({ id, name }: NonNullable<Stage['hostedZone']>): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'zone', { hostedZoneId: id, zoneName: name });
    const keys = this.#identity.dkimRecords.map((key) => ({ ...key, type: RecordType.CNAME }));
    for (const [index, { name, type, value }] of [...keys, ...this.#records()].entries()) {
      new RecordSet(this, `record-${index + 1}`, {
        zone,
        // Names that end in a dot are whole: some are known to AWS only.
        recordName: `${name}.`,
        recordType: type,
        target: RecordTarget.fromValues(value),
        ttl: Duration.hours(1),
      });
    }
  }

  /** SES makes the keys itself and tells them best: as tokens, each for one CNAME. */
  #putOut(): void {
    const { domain } = this.#stage;
    new CfnOutput(this, 'dkim-records', {
      description: `For each TOKEN a record: TOKEN._domainkey.${domain} CNAME TOKEN.dkim.amazonses.com`,
      value: `aws sesv2 get-email-identity --email-identity ${domain} --query DkimAttributes.Tokens`,
    });
    for (const [index, { name, type, value }] of this.#records().entries()) {
      new CfnOutput(this, `dns-record-${index + 1}`, {
        description: 'A record to be made where the domain is kept',
        value: `${name} ${type} ${value}`,
      });
    }
  }
}
