namespace Figment.Mpi;

/// <summary>What a sign of life says.</summary>
internal enum MpiNote : long
{
    /// <summary>I am here.</summary>
    Here,

    /// <summary>I have done my part, and wait for the others to have done theirs.</summary>
    Leaving,

    /// <summary>I end all of us, and have said why.</summary>
    Ending,

    /// <summary>No more will follow.</summary>
    Last,
}
