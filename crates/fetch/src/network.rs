//! Which addresses of the network are public.
//!
//! A page, a feed or a name server under somebody else's control must not make this program ask machines of the local network, this
//! computer, or the service that hands out keys inside a cloud. So the address that is connected to is looked at, not the name.
//!
//! The blocks are those of IANA's registries of special-purpose addresses (IPv4 and IPv6, RFC 6890 and its updates) that are not
//! reachable globally, and two addresses at which clouds answer their own machines.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether private addresses may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PrivateAddresses {
    /// None.
    #[default]
    Refused,
    /// Those of these hosts: `host` or `host:port`, in lower case.
    Of(Vec<String>),
    /// All.
    Allowed,
}

impl PrivateAddresses {
    /// Whether this host may be at a private address. `host` is without brackets.
    #[must_use]
    pub fn allow(&self, host: &str, port: u16) -> bool {
        match self {
            Self::Refused => false,
            Self::Allowed => true,
            Self::Of(hosts) => {
                let with_port = format!("{host}:{port}");
                hosts.iter().any(|allowed| {
                    allowed.eq_ignore_ascii_case(host) || allowed.eq_ignore_ascii_case(&with_port)
                })
            }
        }
    }
}

/// What an address that is not public is for; `None` for a public one.
#[must_use]
pub fn special_use(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => special_v4(ip),
        IpAddr::V6(ip) => special_v6(ip),
    }
}

fn special_v4(ip: Ipv4Addr) -> Option<&'static str> {
    const RESERVED: &str = "a reserved address";
    Some(match ip.octets() {
        [0, ..] => "this computer",
        [127, ..] => "this computer",
        [10, ..] | [192, 168, ..] => "a private network",
        [172, second, ..] if second & 0xf0 == 16 => "a private network",
        [100, second, ..] if second & 0xc0 == 64 => "the inner network of a provider",
        [169, 254, ..] => "the local link, where clouds hand out keys",
        // Where the clouds of Microsoft answer their own machines.
        [168, 63, 129, 16] => "the inside of a cloud",
        [192, 0, 0, _] | [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => RESERVED,
        [192, 88, 99, _] => RESERVED,
        [198, 18 | 19, ..] => "a network for measurements",
        [first, ..] if first >= 224 => "an address of many machines, or a reserved one",
        _ => return None,
    })
}

fn special_v6(ip: Ipv6Addr) -> Option<&'static str> {
    const RESERVED: &str = "a reserved address";
    if let Some(inner) = inner_v4(ip) {
        return special_v4(inner);
    }
    Some(match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => "this computer",
        [first, ..] if first & 0xfe00 == 0xfc00 => "a private network",
        [first, ..] if first & 0xffc0 == 0xfe80 => "the local link",
        [first, ..] if first & 0xffc0 == 0xfec0 => "a private network",
        [first, ..] if first & 0xff00 == 0xff00 => "an address of many machines",
        // Teredo, identifiers, benchmarks: all of 2001::/23 but what is documented as global is of no use to a reader of pages.
        [0x2001, second, ..] if second < 0x0200 => RESERVED,
        [0x2001, 0x0db8, ..] => RESERVED,
        [0x3fff, second, ..] if second < 0x1000 => RESERVED,
        // Only 2000::/3 has been given out.
        [first, ..] if first & 0xe000 != 0x2000 => RESERVED,
        _ => return None,
    })
}

/// The IPv4 address that one of version 6 stands for: mapped (RFC 4291), translated (RFC 6052), 6to4 (RFC 3056).
fn inner_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let join = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0, 0, high, low]
        | [0x0064, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_pass() {
        let special = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.8.9.10",
            "169.254.169.254",
            "168.63.129.16",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::10.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ];
        for ip in special {
            assert!(special_use(ip.parse().unwrap()).is_some(), "{ip}");
        }
        let public = [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
            "2001:4860:4860::8888",
            "2606:4700::1111",
            "2a00::1",
        ];
        for ip in public {
            assert_eq!(special_use(ip.parse().unwrap()), None, "{ip}");
        }
    }

    #[test]
    fn hosts_are_allowed_by_name_with_or_without_port() {
        let some = PrivateAddresses::Of(vec!["intranet.example".to_owned(), "127.0.0.1:8080".to_owned()]);
        assert!(some.allow("Intranet.example", 443));
        assert!(some.allow("127.0.0.1", 8080));
        assert!(!some.allow("127.0.0.1", 80));
        assert!(!some.allow("other.example", 443));
        assert!(PrivateAddresses::Allowed.allow("x", 1));
        assert!(!PrivateAddresses::Refused.allow("x", 1));
    }
}
