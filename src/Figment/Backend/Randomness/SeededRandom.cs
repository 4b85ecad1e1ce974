using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;

namespace Figment.Backend;

/// <summary>
/// The only source of randomness in a run. Every draw comes from a generator that is a pure function of the seed, a purpose and
/// an index (the step, the epoch, the block). So nothing has to be saved to resume at step 5,000, and a draw for one purpose
/// never shifts the draws for another.
/// </summary>
/// <param name="seed">The seed of the run; any value.</param>
/// <param name="randomness">The method that draws the numbers.</param>
public sealed class SeededRandom(long seed, Randomness randomness = SeededRandom.Newest)
{
    /// <summary>The method of new runs.</summary>
    internal const Randomness Newest = Randomness.Philox;

    /// <summary>The seed of the run.</summary>
    public long Seed { get; } = seed;

    /// <summary>The method that draws the numbers.</summary>
    public Randomness Randomness { get; } = randomness;

    /// <summary>Returns the draws for one purpose; the caller disposes them.</summary>
    /// <param name="purpose">The purpose of the draws, for instance <c>step</c>, in ASCII.</param>
    /// <param name="index">The index, for instance the step.</param>
    public Draws Draws(string purpose, long index = 0) => Draws(purpose, index, default);

    /// <summary>Returns the draws for some of the items.</summary>
    internal Draws Draws(string purpose, long index, ItemRange items) =>
        Randomness == Randomness.Mersenne
            ? new MersenneDraws(Generator(purpose, index))
            : new PhiloxDraws(name => Derive(name, index), items, purpose);

    /// <summary>
    /// Returns the numbers from 0 to below a count in random order, [count], int64; they belong to the current dispose scope.
    /// </summary>
    internal torch.Tensor Permutation(string purpose, long index, long count)
    {
        if (Randomness == Randomness.Mersenne)
        {
            using torch.Generator generator = Generator(purpose, index);
            return torch.randperm(count, torch.ScalarType.Int64, generator: generator);
        }

        // R. Durstenfeld's shuffle (Algorithm 235, 1964), with a separate counter for the number at each position.
        ulong key = Derive(purpose, index);
        long[] order = new long[count];
        Span<uint> words = stackalloc uint[4];
        for (int i = 0; i < order.Length; i++)
        {
            Philox.Words(key, 0, (ulong)i, words);
            int j = (int)Philox.Below((ulong)i + 1, words[0], words[1]);
            (order[i], order[j]) = (order[j], i);
        }

        return torch.tensor(order);
    }

    /// <summary>Creates a CPU generator for one purpose; the caller disposes it.</summary>
    /// <param name="purpose">The purpose of the generator, for instance <c>weights</c>, in ASCII.</param>
    /// <param name="index">The index, for instance the step.</param>
    public torch.Generator Generator(string purpose, long index = 0)
    {
        TorchLibrary.Load();
        return new torch.Generator(Derive(purpose, index), torch.CPU);
    }

    /// <summary>
    /// Seeds libtorch's global generator for one purpose. Modules such as dropout draw from this generator, which the whole
    /// process shares.
    /// </summary>
    /// <param name="purpose">The purpose of the draws.</param>
    /// <param name="index">The index.</param>
    internal void SeedSharedGenerator(string purpose, long index = 0)
    {
        TorchLibrary.Load();
        torch.random.manual_seed((long)Derive(purpose, index)).Dispose();
    }

    /// <summary>
    /// Derives the seed of a purpose's generator: the first eight bytes of SHA-256 over seed, index and purpose.
    /// </summary>
    private ulong Derive(string purpose, long index)
    {
        Span<byte> message = stackalloc byte[16 + purpose.Length];
        BinaryPrimitives.WriteInt64LittleEndian(message, Seed);
        BinaryPrimitives.WriteInt64LittleEndian(message[8..], index);
        Encoding.ASCII.GetBytes(purpose, message[16..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
