using System.Buffers.Binary;
using System.Text;

namespace Figment.Tests;

/// <summary>Files as <c>numpy.save</c> writes them, and some that it would never write.</summary>
internal static class NumpyFiles
{
    /// <summary>A file with the header that NumPy would write.</summary>
    internal static byte[] Npy(string type, string shape, byte[] values, byte version = 1) =>
        Npy($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n", values, version);

    internal static byte[] Encode(string type, params double[] values) =>
        [
            .. values.SelectMany(value =>
            {
                byte[] bytes = type[1..] switch
                {
                    "u1" => [(byte)value],
                    "i2" => BitConverter.GetBytes((short)value),
                    "i4" => BitConverter.GetBytes((int)value),
                    "i8" => BitConverter.GetBytes((long)value),
                    "f2" => BitConverter.GetBytes((Half)value),
                    "f4" => BitConverter.GetBytes((float)value),
                    _ => BitConverter.GetBytes(value),
                };
                return (type[0] == '>') == BitConverter.IsLittleEndian ? bytes.Reverse() : bytes;
            }),
        ];

    internal static byte[] Npy(string header, byte[] values, byte version = 1)
    {
        byte[] length = new byte[version == 1 ? 2 : 4];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. values];
    }
}
