import { CfnOutput, Duration, type SecretValue } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CacheCookieBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { CDN_SECRET_HEADER } from '../../functions/web/reader/origin.js';
import type { Stage } from './config.js';

/**
 * A CDN under the stage's own domain: it keeps what the site says may be kept and for as long as it says so, and
 * hands everything else on. Its records are made in the stage's zone, or its name is put out.
 * @param host the API's
 * @param secret goes along with every request, for the API has an address of its own that anybody can ask
 */
export function frontDoor(
  scope: Construct,
  { domain, hostedZone, certificateArn }: Stage & { certificateArn: string },
  { host, secret }: { host: string; secret: SecretValue },
): void {
  const distribution = new Distribution(scope, 'cdn', {
    domainNames: [domain],
    certificate: Certificate.fromCertificateArn(scope, 'certificate', certificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_ALL,
    defaultBehavior: {
      // It stands in the template as a reference, which CloudFormation resolves.
      origin: new HttpOrigin(host, { customHeaders: { [CDN_SECRET_HEADER]: secret.unsafeUnwrap() } }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
      cachePolicy: new CachePolicy(scope, 'as-the-site-says', {
        minTtl: Duration.seconds(0),
        defaultTtl: Duration.seconds(0),
        maxTtl: Duration.days(365),
        queryStringBehavior: CacheQueryStringBehavior.all(),
        cookieBehavior: CacheCookieBehavior.none(),
        enableAcceptEncodingGzip: true,
        enableAcceptEncodingBrotli: true,
      }),
      // The API answers to its own host only. The policy adds what the CDN tells of readers, their address among it.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    },
  });
  if (!hostedZone) {
    const record = `${domain} CNAME ${distribution.distributionDomainName}`;
    new CfnOutput(scope, 'dns-record', {
      description: 'A record to be made where the domain is kept',
      value: record,
    });
    return;
  }
  const { id: hostedZoneId, name: zoneName } = hostedZone;
  const zone = HostedZone.fromHostedZoneAttributes(scope, 'zone', { hostedZoneId, zoneName });
  const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
  new ARecord(scope, 'address', { zone, target, recordName: `${domain}.` });
  new AaaaRecord(scope, 'address-6', { zone, target, recordName: `${domain}.` });
}
