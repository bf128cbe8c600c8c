//! Which IP addresses may be connected to: those that the public internet routes, and no others.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Blocks of IPv4 that are not public, from IANA's registry of special-purpose addresses (RFC 6890 and later), and
/// multicast: base and length of the prefix.
const V4: [([u8; 4], u32); 16] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    // Link-local; metadata services of clouds listen here.
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 31, 196, 0], 24),
    ([192, 52, 193, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    // Multicast, what is reserved, and broadcast.
    ([224, 0, 0, 0], 3),
];

/// The only block of IPv6 that is public.
const V6_PUBLIC: ([u16; 8], u32) = ([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);

/// Blocks within it that are not: protocol assignments with Teredo, documentation, 6to4, AS112, documentation.
const V6: [([u16; 8], u32); 5] = [
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16),
    ([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),
];

/// Blocks whose last 32 bits are an IPv4 address, to which the packets go: mapped, and translated (RFC 6052).
const V4_INSIDE: [([u16; 8], u32); 2] =
    [([0, 0, 0, 0, 0, 0xffff, 0, 0], 96), ([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96)];

/// Whether an address is a public one.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => v4_is_public(address),
        IpAddr::V6(address) => v6_is_public(address),
    }
}

fn v4_is_public(address: Ipv4Addr) -> bool {
    !V4.iter().any(|(base, prefix)| {
        (u32::from(Ipv4Addr::from(*base)) ^ u32::from(address)).leading_zeros() >= *prefix
    })
}

fn v6_is_public(address: Ipv6Addr) -> bool {
    let is_in = |(base, prefix): &([u16; 8], u32)| {
        (u128::from(Ipv6Addr::from(*base)) ^ u128::from(address)).leading_zeros() >= *prefix
    };
    if V4_INSIDE.iter().any(is_in) {
        let [.., a, b, c, d] = address.octets();
        return v4_is_public(Ipv4Addr::new(a, b, c, d));
    }
    is_in(&V6_PUBLIC) && !V6.iter().any(is_in)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_public_addresses_are_public() {
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2001:4860::8888",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    proptest! {
        #[test]
        fn what_the_standard_library_calls_special_is_not_public(bits in any::<u32>()) {
            let address = Ipv4Addr::from(bits);
            let special = address.is_private() || address.is_loopback() || address.is_link_local()
                || address.is_broadcast() || address.is_multicast() || address.is_unspecified()
                || address.is_documentation();
            prop_assert!(!(special && v4_is_public(address)));
        }

        #[test]
        fn an_address_inside_another_is_judged_by_itself(bits in any::<u32>()) {
            let address = Ipv4Addr::from(bits);
            prop_assert_eq!(v6_is_public(address.to_ipv6_mapped()), v4_is_public(address));
            let [a, b, c, d] = address.octets().map(u16::from);
            let translated = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, a << 8 | b, c << 8 | d);
            prop_assert_eq!(v6_is_public(translated), v4_is_public(address));
        }

        #[test]
        fn an_ipv6_address_is_public_only_where_such_are_given_out(bits in any::<u128>()) {
            let address = Ipv6Addr::from(bits);
            let inside = address.to_ipv4_mapped().is_some() || bits >> 32 == 0x64_ff9b_u128 << 64;
            prop_assert!(inside || !v6_is_public(address) || bits >> 125 == 1);
            prop_assert!(!(v6_is_public(address) && (address.is_multicast() || address.is_loopback())));
        }
    }
}
