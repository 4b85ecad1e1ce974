namespace Figment.Mpi;

/// <summary>The content of a heartbeat.</summary>
internal enum MpiNote : long
{
    /// <summary>The process is alive.</summary>
    Here,

    /// <summary>The process has finished its work, and waits for the others to finish theirs.</summary>
    Leaving,

    /// <summary>The process is ending all processes, and has reported why.</summary>
    Ending,

    /// <summary>Nothing more will follow.</summary>
    Last,
}
