// The configuration files of the test's Postfix and Dovecot.
import path from 'node:path'

export function postfixMain({ room, home, ports, authority, policyPort }) {
  const policy = policyPort ? `check_policy_service inet:127.0.0.1:${policyPort}, ` : ''
  return `compatibility_level = 3.6
queue_directory = ${room}/postfix-state/queue
data_directory = ${room}/postfix-state/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${room}/postfix.log
maillog_file_prefixes = ${path.dirname(room)}

myhostname = mx.hs-musterstadt.example
myorigin = hs-musterstadt.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_dns_support_level = disabled
# student+17@… is the student's mailbox: many senders, one place to look.
recipient_delimiter = +

# Every address of the university is a mailbox of Dovecot, unless the transport file sends it to Pult.
virtual_mailbox_domains = hs-musterstadt.example, stud.hs-musterstadt.example
virtual_mailbox_maps = texthash:${home}/mailboxes
virtual_transport = lmtp:inet:127.0.0.1:${ports.lmtp}
transport_maps = texthash:${home}/transport
# There is no outside world.
default_transport = error:5.1.2 there is no such host in this test
alias_maps =
alias_database =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = reject_unlisted_recipient, ${policy}permit_mynetworks, reject

smtpd_tls_security_level = may
smtpd_tls_cert_file = ${authority.certFile}
smtpd_tls_key_file = ${authority.keyFile}

message_size_limit = 80000000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
# A test does not wait for minutes until a deferred mail is tried again.
queue_run_delay = 2s
minimal_backoff_time = 1s
maximal_backoff_time = 3s
lmtp_destination_concurrency_failed_cohort_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
in_flow_delay = 0
`
}

/**
 * qmgr is woken every two seconds: a deferred mail that is due again while the delivery agent still holds its file goes back to the
 * *incoming* folder of the queue, and would lie there until the next mail comes or the usual five minutes are over.
 */
export function postfixMaster({ ports }) {
  return `127.0.0.1:${ports.smtp} inet n - n - - smtpd
pickup    unix  n  -  n  60   1  pickup
cleanup   unix  n  -  n  -    0  cleanup
qmgr      unix  n  -  n  2    1  qmgr
tlsmgr    unix  -  -  n  1000? 1 tlsmgr
rewrite   unix  -  -  n  -    -  trivial-rewrite
bounce    unix  -  -  n  -    0  bounce
defer     unix  -  -  n  -    0  bounce
trace     unix  -  -  n  -    0  bounce
verify    unix  -  -  n  -    1  verify
flush     unix  n  -  n  1000? 0 flush
proxymap  unix  -  -  n  -    -  proxymap
proxywrite unix -  -  n  -    1  proxymap
smtp      unix  -  -  n  -    -  smtp
relay     unix  -  -  n  -    -  smtp
showq     unix  n  -  n  -    -  showq
error     unix  -  -  n  -    -  error
retry     unix  -  -  n  -    -  error
discard   unix  -  -  n  -    -  discard
local     unix  -  n  n  -    -  local
virtual   unix  -  n  n  -    -  virtual
lmtp      unix  -  -  n  -    -  lmtp
anvil     unix  -  -  n  -    1  anvil
scache    unix  -  -  n  -    1  scache
postlog   unix-dgram n - n -  1  postlogd
`
}

export function dovecotConfig({ room, home, users, ports, authority }) {
  return `base_dir = ${home}/run
state_dir = ${home}/run
log_path = ${room}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
mail_location = maildir:${room}/mailboxes/%u
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
disable_plaintext_auth = yes
auth_username_format = %Lu
recipient_delimiter = +
mail_max_userip_connections = 100

ssl = required
ssl_cert = <${authority.certFile}
ssl_key = <${authority.keyFile}

passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%Lu ${users}
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${room}/mailboxes/%Lu
}

namespace inbox {
  inbox = yes
  separator = /
}

service imap-login {
  process_limit = 300
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${ports.imap}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${ports.lmtp}
  }
}
service stats {
  client_limit = 1000
}
`
}
