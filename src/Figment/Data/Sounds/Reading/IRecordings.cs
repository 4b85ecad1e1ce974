using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>Recordings from any source, which can be decoded one by one in any order.</summary>
internal interface IRecordings
{
    /// <summary>The name of each recording, as used in sentences.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The name of a recording with that of its source.</summary>
    string FullName(int number);

    /// <summary>Decodes a recording. Safe on any thread.</summary>
    /// <param name="number">The number of the recording, from 0.</param>
    /// <exception cref="FileFormatException">
    /// The recording is not in a supported format; the message gives only the reason.
    /// </exception>
    /// <exception cref="IOException">The recording cannot be read.</exception>
    DecodedSound Decode(int number);
}
