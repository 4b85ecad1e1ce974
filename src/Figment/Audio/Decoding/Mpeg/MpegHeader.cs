using System.Buffers.Binary;
using NLayer;

namespace Figment.Audio;

/// <summary>The four bytes at the beginning of an MPEG audio frame (ISO 11172-3, 2.4.2.3; ISO 13818-3).</summary>
/// <param name="Bits">The bits of the header, the highest first.</param>
internal readonly record struct MpegHeader(uint Bits)
{
    internal const int Size = 4;

    private const uint WhatStays = 0xfffe0c00; // version, layer and rate, which identify the next frame

    // Bit rates in kbit/s: layers I, II and III of MPEG-1; then layer I, and layers II and III, of MPEG-2.
    private static readonly int[][] BitRates =
    [
        [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];

    /// <summary>Whether the bits are a possible header.</summary>
    internal bool IsPossible =>
        Bits >> 21 == 0x7ff && ((Bits >> 19) & 3) != 1 && ((Bits >> 17) & 3) != 0 && BitRateIndex != 15 && RateIndex != 3;

    /// <summary>Whether the header does not give the length of the frame (free format).</summary>
    internal bool IsFree => BitRateIndex == 0;

    internal MpegVersion Version =>
        ((Bits >> 19) & 3) switch
        {
            0 => MpegVersion.Version25,
            2 => MpegVersion.Version2,
            _ => MpegVersion.Version1,
        };

    internal MpegLayer Layer => (MpegLayer)(4 - (int)((Bits >> 17) & 3));

    internal bool HasChecksum => (Bits & 0x10000) == 0;

    internal int BitRateIndex => (int)(Bits >> 12) & 15;

    internal int RateIndex => (int)(Bits >> 10) & 3;

    internal MpegChannelMode Mode => (MpegChannelMode)((Bits >> 6) & 3);

    internal int Extension => (int)(Bits >> 4) & 3;

    internal int Channels => Mode == MpegChannelMode.Mono ? 1 : 2;

    internal int BitRate =>
        1000
        * BitRates[
            Version == MpegVersion.Version1 ? (int)Layer - 1
            : Layer == MpegLayer.LayerI ? 3
            : 4
        ][BitRateIndex];

    /// <summary>The sample rate in Hz.</summary>
    internal int Rate =>
        (
            RateIndex switch
            {
                0 => 44_100,
                1 => 48_000,
                _ => 32_000,
            }
        )
        >> (
            Version switch
            {
                MpegVersion.Version1 => 0,
                MpegVersion.Version2 => 1,
                _ => 2,
            }
        );

    /// <summary>The number of samples in each channel.</summary>
    internal int Samples =>
        Layer switch
        {
            MpegLayer.LayerI => 384,
            MpegLayer.LayerII => 1152,
            _ => Version == MpegVersion.Version1 ? 1152 : 576,
        };

    /// <summary>The length of the frame in bytes, including the header.</summary>
    internal int Length
    {
        get
        {
            int padding = (int)(Bits >> 9) & 1;
            return Layer == MpegLayer.LayerI ? ((12 * BitRate / Rate) + padding) * 4 : (Samples / 8 * BitRate / Rate) + padding;
        }
    }

    /// <summary>The length in bytes of the side information of layer III, which follows the header.</summary>
    internal int SideLength => Version == MpegVersion.Version1 ? (Channels == 1 ? 17 : 32) : (Channels == 1 ? 9 : 17);

    /// <summary>Whether a frame continues the sound of another one.</summary>
    internal bool Continues(MpegHeader other) => IsPossible && ((Bits ^ other.Bits) & WhatStays) == 0;

    /// <summary>Reads the header at the beginning of the bytes.</summary>
    internal static MpegHeader At(ReadOnlySpan<byte> bytes) =>
        new(bytes.Length < Size ? 0 : BinaryPrimitives.ReadUInt32BigEndian(bytes));

    /// <summary>
    /// Finds the first frame that is followed by another one of its kind or by the end of the bytes; −1 if there is none. A frame
    /// of layer II or III that the end cuts off also counts. A header of layer I alone does not suffice, because UTF-16 text also
    /// begins with FF FE.
    /// </summary>
    internal static int Find(ReadOnlySpan<byte> bytes)
    {
        for (int at = 0; at + Size <= bytes.Length; at++)
        {
            MpegHeader header = At(bytes[at..]);
            if (!header.IsPossible)
                continue;
            if (header.IsFree ? at == 0 && header.ComesAgain(bytes) : header.IsFollowed(bytes[at..]))
                return at;
            if (at == 0 && header.IsAll(bytes.Length))
                return at;
        }

        return -1;
    }

    /// <summary>Whether a file of the given size holds only this frame, or its beginning.</summary>
    private bool IsAll(int size) => !IsFree && (Length == size || (Length > size && Layer != MpegLayer.LayerI));

    private bool IsFollowed(ReadOnlySpan<byte> frame) => frame.Length > Length && At(frame[Length..]).Continues(this);

    /// <summary>
    /// Whether another free-format frame continues this one. The decoder reports that such frames are not supported.
    /// </summary>
    private bool ComesAgain(ReadOnlySpan<byte> bytes)
    {
        for (int at = Size; at + Size <= bytes.Length; at++)
            if (At(bytes[at..]) is { IsFree: true } other && other.Continues(this))
                return true;
        return false;
    }
}
