#!/usr/bin/perl
# Says hello over HTTP on loopback. Perl, because every Debian has it and it starts in a few milliseconds.
use strict;
use warnings;
use IO::Socket::INET;

my %option = @ARGV;
my ($port, $instance) = @option{'--port', '--instance'};
die "usage: server.pl --port PORT --instance N\n" unless defined $port && defined $instance;

$| = 1;
$SIG{TERM} = sub { print "instance $instance says goodbye\n"; exit 0 };
$SIG{PIPE} = 'IGNORE';

my $listener = IO::Socket::INET->new(
  LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 16, ReuseAddr => 1)
  or die "cannot listen on port $port: $!\n";
print "instance $instance listens on port $port\n";

while (1) {
  my $client = $listener->accept or next;
  my $request = <$client> // '';
  while (defined(my $header = <$client>)) { last if $header =~ /^\r?\n$/ }
  my $body = "hello from instance $instance\n";
  print $client "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
  close $client;
  $request =~ s/\s+$//;
  print "$request\n";
}
