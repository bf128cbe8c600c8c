//! What serde asks of a serializer: shapes, each handed to the [`Writer`].

use super::{Refused, Writer};
use serde::ser::{self, Serialize};

/// An array or an object that is not ended.
pub(super) struct Compound<'w> {
    writer: &'w mut Writer,
    /// Where the members of the object begin among all.
    base: usize,
    is_first: bool,
    /// What ends it beside its own bracket: a variant's object.
    in_variant: bool,
}

impl<'w> Compound<'w> {
    fn array(writer: &'w mut Writer, in_variant: bool) -> Self {
        writer.out.push(b'[');
        let base = writer.members.len();
        Self { writer, base, is_first: true, in_variant }
    }

    fn object(writer: &'w mut Writer, in_variant: bool) -> Self {
        writer.out.push(b'{');
        let base = writer.members.len();
        Self { writer, base, is_first: true, in_variant }
    }

    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Refused> {
        if !std::mem::take(&mut self.is_first) {
            self.writer.out.push(b',');
        }
        value.serialize(&mut *self.writer)
    }

    fn member(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), Refused> {
        self.writer.begin_member(self.base, |writer| {
            writer.string(name);
            Ok(())
        })?;
        value.serialize(&mut *self.writer)?;
        self.writer.end_member();
        Ok(())
    }

    fn end_array(self) {
        self.writer.out.push(b']');
        self.end_variant();
    }

    fn end_object(self) -> Result<(), Refused> {
        self.writer.end_object(self.base)?;
        self.end_variant();
        Ok(())
    }

    fn end_variant(self) {
        if self.in_variant {
            self.writer.out.push(b'}');
        }
    }
}

impl Writer {
    /// Begins the object of a variant: its name is the only member.
    fn begin_variant(&mut self, name: &str) {
        self.out.push(b'{');
        self.string(name);
        self.out.push(b':');
    }
}

macro_rules! integers {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, n: $type) -> Result<(), Refused> {
            self.integer(false, n.into())
        })*
    };
}

macro_rules! signed_integers {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, n: $type) -> Result<(), Refused> {
            self.integer(n < 0, n.unsigned_abs().into())
        })*
    };
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Compound<'w>;
    type SerializeTuple = Compound<'w>;
    type SerializeTupleStruct = Compound<'w>;
    type SerializeTupleVariant = Compound<'w>;
    type SerializeMap = Compound<'w>;
    type SerializeStruct = Compound<'w>;
    type SerializeStructVariant = Compound<'w>;

    integers!(serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64);
    signed_integers!(serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64);

    fn serialize_bool(self, it: bool) -> Result<(), Refused> {
        self.out.extend_from_slice(if it { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<(), Refused> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Refused> {
        let written = self.as_double(number)?;
        self.out.extend_from_slice(&written);
        Ok(())
    }

    fn serialize_char(self, c: char) -> Result<(), Refused> {
        self.string(c.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Refused> {
        self.string(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Refused> {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Refused> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Refused> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        self.begin_variant(variant);
        value.serialize(&mut *self)?;
        self.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'w>, Refused> {
        Ok(Compound::array(self, false))
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'w>, Refused> {
        Ok(Compound::array(self, false))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'w>, Refused> {
        Ok(Compound::array(self, false))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w>, Refused> {
        self.begin_variant(variant);
        Ok(Compound::array(self, true))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'w>, Refused> {
        Ok(Compound::object(self, false))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Compound<'w>, Refused> {
        // How `serde_json` hands its raw and arbitrary values to its own writer.
        if name.starts_with("$serde_json::private") {
            return Err(Refused("JSON that is given as text may not be canonical".into()));
        }
        Ok(Compound::object(self, false))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w>, Refused> {
        self.begin_variant(variant);
        Ok(Compound::object(self, true))
    }
}

macro_rules! arrays {
    ($($kind:ident $method:ident),*) => {
        $(impl ser::$kind for Compound<'_> {
            type Ok = ();
            type Error = Refused;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
                self.item(value)
            }

            fn end(self) -> Result<(), Refused> {
                self.end_array();
                Ok(())
            }
        })*
    };
}

arrays!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

macro_rules! objects {
    ($($kind:ident),*) => {
        $(impl ser::$kind for Compound<'_> {
            type Ok = ();
            type Error = Refused;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Refused> {
                self.member(name, value)
            }

            fn end(self) -> Result<(), Refused> {
                self.end_object()
            }
        })*
    };
}

objects!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        self.writer.begin_member(self.base, |writer| key.serialize(writer))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        value.serialize(&mut *self.writer)?;
        self.writer.end_member();
        Ok(())
    }

    fn end(self) -> Result<(), Refused> {
        self.end_object()
    }
}
