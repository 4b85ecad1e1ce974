using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>Recordings, wherever they lie, which are decoded one by one in any order.</summary>
internal interface IRecordings
{
    /// <summary>What each is called in a sentence.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>What one is called with what it lies in.</summary>
    string FullName(int number);

    /// <summary>Decodes one; any thread may ask.</summary>
    /// <param name="number">Which one, from 0.</param>
    /// <exception cref="FileFormatException">It is no sound that is read; the message is the reason alone.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    DecodedSound Decode(int number);
}
