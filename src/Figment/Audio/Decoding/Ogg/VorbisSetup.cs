using System.Numerics;

namespace Figment.Audio;

/// <summary>
/// Validates the third header of a Vorbis stream (Vorbis I, 4.2.4) before the decoder sees it. NVorbis allocates memory for
/// whatever the code books declare, and silently decodes channels in several submaps (5.1) to noise.
/// </summary>
internal sealed class VorbisSetup
{
    private const long MostValues = 1 << 22; // encoders use a few hundred thousand
    private readonly byte[] bytes;
    private readonly int channels;
    private long at;

    private VorbisSetup(byte[] bytes, int channels)
    {
        (this.bytes, this.channels) = (bytes, channels);
        at = 8 * 7; // a byte and the letters "vorbis"
    }

    /// <summary>Validates a header.</summary>
    /// <param name="setup">The header.</param>
    /// <param name="channels">The number of channels in the stream.</param>
    /// <exception cref="OggFault">The header is damaged, or declares too much.</exception>
    /// <exception cref="FileFormatException">The channels are in several submaps.</exception>
    internal static void Check(byte[] setup, int channels)
    {
        VorbisSetup reader = new(setup, channels);
        reader.SkipBooks();
        for (int times = reader.Read(6) + 1; times > 0; times--)
            reader.Skip(16);
        for (int floors = reader.Read(6) + 1; floors > 0; floors--)
            reader.SkipFloor();
        for (int residues = reader.Read(6) + 1; residues > 0; residues--)
            reader.SkipResidue();
        for (int mappings = reader.Read(6) + 1; mappings > 0; mappings--)
            reader.CheckMapping();
    }

    private void SkipBooks()
    {
        long values = 0;
        for (int books = Read(8) + 1; books > 0; books--)
        {
            if (Read(24) != 0x564342)
                throw Damaged();
            int dimensions = Read(16),
                entries = Read(24);
            values += (long)entries * Math.Max(1, dimensions);
            if (values > MostValues)
                throw new OggFault("its code books are larger than any encoder makes them");
            SkipLengths(entries);
            int lookup = Read(4);
            if (lookup == 0)
                continue;
            if (lookup > 2 || dimensions == 0)
                throw Damaged();
            Skip(64); // the minimum value and the step
            int width = Read(4) + 1;
            Skip(1);
            Skip((long)width * (lookup == 1 ? Root(entries, dimensions) : (long)entries * dimensions));
        }
    }

    private void SkipLengths(int entries)
    {
        if (Read(1) == 0)
        {
            bool isSparse = Read(1) == 1;
            for (int i = 0; i < entries; i++)
                if (!isSparse || Read(1) == 1)
                    Skip(5);
            return;
        }

        int length = Read(5) + 1;
        for (int done = 0; done < entries; length++)
        {
            if (length > 32)
                throw Damaged();
            done += Read(BitsFor(entries - done));
        }
    }

    private void SkipFloor()
    {
        switch (Read(16))
        {
            case 0: // order, rate, size of the map, bits and offset of the amplitude; then its books
                Skip(8 + 16 + 16 + 6 + 8);
                Skip(8 * (Read(4) + 1));
                break;
            case 1:
                int[] classes = [.. Enumerable.Range(0, Read(5)).Select(_ => Read(4))];
                int[] sizes = new int[classes.DefaultIfEmpty(-1).Max() + 1];
                for (int i = 0; i < sizes.Length; i++)
                {
                    sizes[i] = Read(3) + 1;
                    int subclasses = Read(2);
                    Skip((subclasses == 0 ? 0 : 8) + (8 << subclasses));
                }

                Skip(2);
                int width = Read(4);
                Skip(classes.Sum(kind => sizes[kind] * width));
                break;
            default:
                throw Damaged();
        }
    }

    private void SkipResidue()
    {
        if (Read(16) > 2)
            throw Damaged();
        Skip(24 + 24 + 24);
        int classifications = Read(6) + 1,
            books = 0;
        Skip(8);
        for (; classifications > 0; classifications--)
        {
            int low = Read(3),
                high = Read(1) == 1 ? Read(5) : 0;
            books += BitOperations.PopCount((uint)low) + BitOperations.PopCount((uint)high);
        }

        Skip(8 * books);
    }

    private void CheckMapping()
    {
        if (Read(16) != 0)
            throw Damaged();
        int submaps = Read(1) == 1 ? Read(4) + 1 : 1;
        if (Read(1) == 1)
            Skip((long)(Read(8) + 1) * 2 * BitsFor(channels - 1));
        Skip(2);
        if (submaps > 1)
            throw SoundFormat.Unread("its channels are coded in several Vorbis submaps (5.1, for instance)");
        Skip(8 + 8 + 8);
    }

    /// <summary>The number of bits in a number (<c>ilog</c>, 9.2.1).</summary>
    private static int BitsFor(int number) => 32 - int.LeadingZeroCount(number);

    /// <summary>The greatest integer whose power does not exceed a number (<c>lookup1_values</c>, 9.2.3).</summary>
    private static int Root(int number, int power)
    {
        int root = (int)Math.Floor(Math.Pow(number, 1.0 / power));
        if (Math.Pow(root + 1, power) <= number)
            root++;
        return root;
    }

    /// <summary>Reads bits, the lowest first.</summary>
    private int Read(int count)
    {
        int value = 0;
        Require(count);
        for (int i = 0; i < count; i++, at++)
            value |= ((bytes[at >> 3] >> (int)(at & 7)) & 1) << i;
        return value;
    }

    private void Skip(long count)
    {
        Require(count);
        at += count;
    }

    private void Require(long count)
    {
        if (at + count > 8L * bytes.Length)
            throw Damaged();
    }

    private static OggFault Damaged() => new("its code books are damaged");
}
