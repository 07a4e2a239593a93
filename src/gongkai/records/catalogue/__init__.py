"""What each agency must publish and by when: the standard catalogue (基层政务公开标准目录) and its versions."""
